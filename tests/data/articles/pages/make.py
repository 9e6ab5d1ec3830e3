#!/usr/bin/env python3
"""Writes the saved pages of this folder. What is to be read from them is in expected.json, written by hand from the pages."""

import base64
import json
import pathlib
import quopri

HERE = pathlib.Path(__file__).parent


def save(name, html, encoding="utf-8"):
    (HERE / name).write_bytes(html.encode(encoding))


# A live blog in the JSON-LD of its kind: newest entry first, a box of key points, a clock beside each entry.
save("live-blog.html", """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Flood on the Sarra: latest updates | River Post</title>
<meta property="og:title" content="Flood on the Sarra: latest updates"><meta property="og:site_name" content="River Post">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"LiveBlogPosting","headline":"Flood on the Sarra: latest updates","coverageStartTime":"2026-02-11T05:40:00Z","datePublished":"2026-02-11T05:42:00Z","liveBlogUpdate":[{"@type":"BlogPosting","headline":"Bridge reopens","datePublished":"2026-02-11T11:02:00Z","articleBody":"x"},{"@type":"BlogPosting","headline":"Schools closed","datePublished":"2026-02-11T08:15:00Z","articleBody":"y"}]}</script></head>
<body><header class="site-header"><a href="/">River Post</a><ul class="menu"><li><a href="/news">News</a></li><li><a href="/farm">Farming</a></li></ul></header>
<main id="main"><div class="live-header"><span class="badge">LIVE</span><h1>Flood on the Sarra: latest updates</h1></div>
<section class="key-points"><h2>Key points</h2><ul><li>The lower bridge has reopened to cars.</li><li>Two schools stay shut until Friday.</li></ul></section>
<section class="updates">
<article class="update" id="u2"><header><time datetime="2026-02-11T11:02:00Z">11:02</time><h3>Bridge reopens</h3></header><div class="update-body"><p>The lower bridge was reopened to cars this morning, the district engineer said, but lorries of more than seven tonnes are still sent round by the mill road.</p><p>“We have looked at every pier,” she told reporters. “Nothing has moved.”</p></div><div class="share-bar"><button>Copy link</button><a href="#">Share</a></div></article>
<article class="update" id="u1"><header><time datetime="2026-02-11T08:15:00Z">08:15</time><h3>Schools closed</h3></header><div class="update-body"><p>Two schools in the old town will stay shut until Friday because their cellars are full of water, the council announced after a meeting that lasted most of the night.</p><p>The mayor rejected the opposition’s claim that the pumps had not been serviced for two years.</p></div><div class="share-bar"><button>Copy link</button><a href="#">Share</a></div></article>
</section><button class="load-more">Load more updates</button></main>
<footer><p>© River Post 2026. All rights reserved.</p></footer></body></html>
""")

# A teaser: two paragraphs and an offer. The rest is not in the page.
save("paywall.html", """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Why the ferry line was sold twice</title><meta name="author" content="Desk"><meta property="og:site_name" content="Harbour Review"><meta property="article:published_time" content="2026-01-19T06:00:00+01:00">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Why the ferry line was sold twice","isAccessibleForFree":false,"hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".meteredContent"},"datePublished":"2026-01-19T06:00:00+01:00","publisher":{"@type":"Organization","name":"Harbour Review"}}</script></head>
<body><nav><a href="/">Home</a><a href="/ships">Ships</a><a href="/money">Money</a></nav>
<article><h1>Why the ferry line was sold twice</h1><p class="standfirst">Two contracts, one boat and a notary who signed both.</p>
<div class="body"><p>When the clerk at the register opened the second file, he thought that somebody had copied the first by mistake. The boat was the same, and so was the price; only the buyer had another name.</p><p>The seller’s lawyer now says that the first contract “was never meant to bind anybody”, which the first buyer, a haulage firm from the valley, calls absurd.</p></div>
<div class="meteredContent paywall-offer"><h2>Read on with a subscription</h2><p>Get all our articles for 4 euros a month, cancel at any time. Already a subscriber? <a href="/login">Log in</a></p><a class="button" href="/subscribe">Subscribe now</a></div></article>
<section class="most-read"><h2>Most read</h2><ol><li><a href="/1">Fog closes the strait</a></li><li><a href="/2">New crane arrives</a></li><li><a href="/3">Pilot strike averted</a></li></ol></section><footer>Harbour Review. Imprint</footer></body></html>
""")

# AMP in Arabic, with components between the paragraphs.
save("amp-arabic.html", """<!doctype html>
<html ⚡ lang="ar" dir="rtl"><head><meta charset="utf-8"><title>المجلس البلدي يؤجل التصويت على السوق القديم</title><link rel="canonical" href="https://sada.example.org/souq"><style amp-custom>h1{font-size:2em}</style>
<script async custom-element="amp-social-share" src="https://cdn.example.org/s.js"></script><script type="application/ld+json">{"@context":"http://schema.org","@type":"NewsArticle","mainEntityOfPage":"https://sada.example.org/souq","headline":"المجلس البلدي يؤجل التصويت على السوق القديم","datePublished":"2026-03-02T14:10:00+03:00","publisher":{"@type":"Organization","name":"صدى الوادي"}}</script></head>
<body><header class="amp-header"><amp-img src="logo.png" width="90" height="30" alt="صدى الوادي"></amp-img><button on="tap:sidebar.toggle">القائمة</button></header>
<amp-sidebar id="sidebar" layout="nodisplay"><ul><li><a href="/">الصفحة الأولى</a></li><li><a href="/local">محليات</a></li><li><a href="/world">العالم</a></li></ul></amp-sidebar>
<main><article><h1 class="title">المجلس البلدي يؤجل التصويت على السوق القديم</h1><amp-social-share type="email"></amp-social-share>
<amp-img src="souq.jpg" width="600" height="400" layout="responsive" alt="السوق"></amp-img>
<section class="content"><p>أجّل المجلس البلدي، الاثنين، التصويت على مشروع ترميم السوق القديم إلى الأسبوع المقبل، بعدما اعترض ستة من أعضائه على كلفة المشروع وعلى غياب دراسة للأثر.</p>
<amp-ad width="300" height="250" type="x"><div placeholder>إعلان</div></amp-ad>
<p>وقالت رئيسة لجنة الأشغال إنّ التأجيل «لا يعني الإلغاء»، وإنّ التجار سيُستشارون قبل أي قرار، متهمة المعارضين بأنهم «لم يقرؤوا الملف».</p>
<amp-iframe src="https://frame.example.org/poll" width="300" height="200"><p placeholder>شارك في الاستطلاع</p></amp-iframe>
<p>وردّ ممثل التجار بأنّ أحداً لم يتصل بهم منذ أشهر، ونقل عن مهندس في البلدية قوله إنّ سقف الممر الشمالي قد لا يصمد شتاءً آخر.</p></section></article></main>
<amp-sticky-ad layout="nodisplay">إعلان ثابت</amp-sticky-ad><footer>صدى الوادي — جميع الحقوق محفوظة</footer></body></html>
""")

# Blogger: nested divs, <br> pairs, a signature of labels, a long archive at the side.
ARCHIVE = "".join(f'<li><a href="/2025/{m:02}/">{name} 2025 ({n})</a></li>' for m, name, n in [(9, "أيلول", 4), (10, "تشرين الأول", 7), (11, "تشرين الثاني", 2), (12, "كانون الأول", 5)])
save("blogger.html", f"""<!DOCTYPE html>
<html class='v2' dir='rtl' xmlns:b='http://www.google.com/2005/gml/b'><head><meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/><meta content='blogger' name='generator'/><link href='https://hibr.example.org/2026/01/bread.html' rel='canonical'/><title>دفتر الخبز: لماذا طال الطابور</title></head>
<body class='loading'><div class='navbar section' id='navbar'></div><div class='body-fauxcolumns'></div><div class='content'><div class='header-outer'><h1 class='title'><a href='/'>دفتر الخبز</a></h1></div>
<div class='main-outer'><div class='columns'><div class='column-center-inner'><div class='main section' id='main'><div class='widget Blog' id='Blog1'><div class='blog-posts hfeed'><div class='date-outer'><h2 class='date-header'><span>الأحد، 11 كانون الثاني 2026</span></h2><div class='date-posts'><div class='post-outer'><div class='post hentry uncustomized-post-template' itemprop='blogPost' itemscope='itemscope' itemtype='http://schema.org/BlogPosting'>
<h3 class='post-title entry-title' itemprop='name'>لماذا طال الطابور</h3><div class='post-header'><div class='post-header-line-1'></div></div>
<div class='post-body entry-content' id='post-body-1' itemprop='description articleBody'><div dir="rtl" style="text-align: right;">كل صباح أعدّ الواقفين أمام الفرن قبل أن أفتح دفتري. كانوا عشرين في الصيف، وصاروا اليوم سبعين، ولا أحد يقول لنا لماذا.</div><div dir="rtl"><br /></div><div dir="rtl">سألت صاحب الفرن فقال إنّ الطحين يصل مرتين في الأسبوع فقط، وإنّ الوزارة «تعدنا ولا تفي». وسألت موظفاً في الوزارة فقال إنّ صاحب الفرن يبيع نصف حصته.<br /><br />أما جارتي فتقول إنّ كليهما يكذب، وإنّ الطابور سيقصر يوم يُنشر جدول التوزيع على باب الفرن.</div><div style='clear: both;'></div></div>
<div class='post-footer'><div class='post-footer-line post-footer-line-1'><span class='post-author vcard'>مرسلة بواسطة <span class='fn'>كاتب الدفتر</span></span> <span class='post-timestamp'>في <abbr class='published' title='2026-01-11T07:20:00+02:00'>7:20 ص</abbr></span></div><div class='post-footer-line-2'><span class='post-labels'>التسميات: <a href='/search/label/bread'>خبز</a>, <a href='/search/label/city'>مدينة</a></span></div><div class='post-share-buttons'><a class='goog-inline-block' href='#'>مشاركة على X</a></div></div></div>
<div class='comments' id='comments'><h4>تعليقان (2):</h4><div class='comment-block'><p class='comment-content'>في حيّنا الطابور أطول.</p></div><div class='comment-block'><p class='comment-content'>انشروا الجدول!</p></div></div></div></div></div></div></div></div></div>
<div class='column-right-outer'><div class='sidebar section'><div class='widget BlogArchive'><h2>أرشيف المدونة</h2><ul class='hierarchy'>{ARCHIVE}</ul></div></div></div></div></div></div></body></html>
""")

# The preview of a channel, as a messenger shows it on the web: several messages, each with a head and a foot.
MESSAGES = [
    ("7:01", "الدفاع المدني: فرقنا انتهت من إخلاء الطابق السفلي في مبنى المحطة، ولا إصابات حتى الآن.<br/><br/>ندعو السكان إلى عدم الاقتراب من السياج."),
    ("7:40", "مصدر في سكة الحديد لمراسلنا: القطارات المتجهة شمالاً ستتأخر ساعتين على الأقل، والسبب «عطل في الإشارات لا في الجسر»."),
    ("9:15", "وزير النقل ينفي وجود أي عطل في الإشارات ويقول إنّ التأخير سببه الأمطار وحدها."),
]
save("channel.html", """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>قناة المحطة – Telegram</title><meta property="og:title" content="قناة المحطة"><meta property="og:site_name" content="Telegram"><meta property="og:description" content="أخبار السكة أولاً بأول"></head>
<body class="widget_frame_base tgme_webpreview"><header class="tgme_header"><div class="tgme_container"><a class="tgme_header_link" href="https://t.example.org/mahatta"><span class="tgme_header_title">قناة المحطة</span></a><div class="tgme_header_counter">3.2K subscribers</div><a class="tgme_action_button" href="#">Download</a></div></header>
<main class="tgme_main"><div class="tgme_container"><section class="tgme_channel_history js-message_history">""" + "".join(
    f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap" data-post="mahatta/{n}"><div class="tgme_widget_message_user"><i class="tgme_widget_message_user_photo"></i></div><div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="#"><span dir="auto">قناة المحطة</span></a></div><div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div><div class="tgme_widget_message_footer compact"><div class="tgme_widget_message_info"><span class="tgme_widget_message_views">1.1K</span><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="#"><time datetime="2026-02-20T0{clock}:00+00:00" class="time">0{clock}</time></a></span></div></div></div></div></div>'
    for n, (clock, text) in enumerate(MESSAGES, 211)) + """</section></div></main><script>TWidget.init()</script></body></html>
""")

# Drupal: fields in divs, a byline block, related nodes inside the region of the content.
save("drupal.html", """<!DOCTYPE html>
<html lang="fr" dir="ltr" prefix="og: https://ogp.me/ns#"><head><meta charset="utf-8" /><meta name="Generator" content="Drupal 10 (https://www.drupal.org)" /><link rel="canonical" href="https://val.example.org/fr/node/812" /><meta property="og:site_name" content="Le Val libre" /><meta property="article:published_time" content="2026-04-07T09:30:00+02:00" /><title>La scierie rouvrira en mai, promet le préfet | Le Val libre</title></head>
<body class="path-node page-node-type-article"><a href="#main-content" class="visually-hidden focusable skip-link">Aller au contenu principal</a><div class="dialog-off-canvas-main-canvas"><div class="layout-container"><header role="banner"><nav role="navigation" class="block block-menu"><ul class="menu"><li class="menu-item"><a href="/fr">Accueil</a></li><li class="menu-item"><a href="/fr/forets">Forêts</a></li></ul></nav></header>
<main role="main"><a id="main-content" tabindex="-1"></a><div class="layout-content"><div class="region region-content"><div data-drupal-messages-fallback class="hidden"></div><div class="block block-core block-page-title-block"><h1 class="page-title"><span class="field field--name-title">La scierie rouvrira en mai, promet le préfet</span></h1></div>
<div class="block block-system block-system-main-block"><article class="node node--type-article node--view-mode-full"><footer class="node__meta"><div class="node__submitted">Soumis par <span class="field--name-uid"><span lang="">redaction</span></span> le <span class="field--name-created">mar 07/04/2026 - 09:30</span></div></footer>
<div class="node__content clearfix"><div class="clearfix text-formatted field field--name-body field--type-text-with-summary field--label-hidden field__item"><p>La scierie du Val, fermée depuis l’incendie de novembre, rouvrira « au plus tard à la mi-mai », a promis lundi le préfet devant une quarantaine d’ouvriers réunis dans la cour.</p><p>Le syndicat se montre prudent : selon sa déléguée, la direction avait déjà annoncé deux dates, « et deux fois nous sommes rentrés chez nous ».</p><h3>Des aides encore floues</h3><p>Interrogée, la région affirme que les aides seront versées avant l’été. Elle n’a pas voulu confirmer le montant de deux millions d’euros avancé par le maire.</p></div><div class="field field--name-field-tags field--label-above"><div class="field__label">Étiquettes</div><div class="field__items"><div class="field__item"><a href="/fr/tags/bois">bois</a></div><div class="field__item"><a href="/fr/tags/emploi">emploi</a></div></div></div></div></article></div>
<div class="views-element-container block block-views"><h2>À lire aussi</h2><div class="view-content"><div class="views-row"><a href="/fr/node/7">Le col fermé jusqu’à jeudi</a></div><div class="views-row"><a href="/fr/node/8">Une école sans chauffage</a></div></div></div></div></div></main><footer role="contentinfo">Propulsé par Drupal</footer></div></div></body></html>
""")

# An agency: a date line, a code at the end, a row of buttons, all in one cell with the photograph.
save("agency.html", """<!DOCTYPE html>
<html lang="ar-SA"><head><meta http-equiv="X-UA-Compatible" content="IE=edge"><meta charset="utf-8"><title>عام / أمين الواحة يدشّن محطة لتنقية المياه وكالة أنباء الواحة</title><meta property="og:title" content="عام / أمين الواحة يدشّن محطة لتنقية المياه"><meta property="og:site_name" content="وكالة أنباء الواحة"></head>
<body dir="rtl"><form id="aspnetForm" method="post" action="./view.php?id=77"><div class="topbar"><a href="/en">English</a><a href="/fr">Français</a><span class="hijri">الأربعاء 8 / 8 / 1447 هـ</span></div><div class="mainmenu"><a href="/">الرئيسية</a><a href="/general">عام</a><a href="/economic">اقتصادي</a><a href="/cultural">ثقافي</a></div>
<div class="container"><div class="row"><div class="col-md-8"><div class="NewsTitle"><h1 class="h3">عام / أمين الواحة يدشّن محطة لتنقية المياه</h1></div><div class="NewsDate"><span>الأربعاء 1447/8/8 هـ الموافق 2026/01/27 م واو</span></div><div class="tools"><a href="#">طباعة</a><a href="#">إرسال</a><a href="#">تكبير الخط</a></div><img src="p.jpg" alt="">
<div class="NewsDetails" id="divNewsDetailsText">الواحة 08 شعبان 1447 هـ الموافق 27 يناير 2026 م واو<br>دشّن أمين منطقة الواحة اليوم محطة لتنقية المياه في الحي الشرقي، بحضور عدد من المسؤولين، بطاقة تبلغ 12 ألف متر مكعب في اليوم.<br>وأكد في كلمة ألقاها أنّ المحطة «ثمرة عمل ثلاث سنوات»، وأنها ستخدم أربعين ألف نسمة، مشيراً إلى أنّ المرحلة الثانية تبدأ في الصيف.<br>من جهته، أوضح مدير المشروع أنّ كلفة المتر المكعب انخفضت إلى النصف، نافياً ما ذكرته تقارير عن تأخر التوريد.<br>// انتهى //<br>14:05 ت م<br>0067</div></div>
<div class="col-md-4"><div class="LatestNews"><h4>آخر الأخبار</h4><ul><li><a href="/1">رياضي / فوز فريق الحي الشرقي</a></li><li><a href="/2">ثقافي / معرض للخط العربي</a></li><li><a href="/3">اقتصادي / ارتفاع أسعار التمور</a></li></ul></div></div></div></div><div class="bottom">جميع الحقوق محفوظة لوكالة أنباء الواحة 2026</div></form></body></html>
""")

# The article is only in the JSON-LD; the page draws it with a script.
BODY = ["قال نائب رئيس الغرفة التجارية إنّ المعرض السنوي سيُقام في موعده رغم انسحاب ثلاث شركات، واصفاً الانسحاب بأنه «قرار تجاري لا سياسي».",
        "ونفت إحدى الشركات ذلك في بيان، وقالت إنها انسحبت احتجاجاً على منع عمالها من دخول القاعة في العام الماضي.",
        "ويُتوقع أن يفتتح المعرض وزير الصناعة يوم الخميس."]
data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "المعرض السنوي في موعده رغم الانسحابات", "datePublished": "2026-05-12T10:00:00Z", "inLanguage": "ar", "publisher": {"@type": "NewsMediaOrganization", "name": "بوابة الصناعة"}, "articleBody": "\n\n".join(BODY)}
save("script-only.html", f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>المعرض السنوي في موعده رغم الانسحابات</title><script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script><script src="/static/app.1f3.js" defer></script></head>
<body><noscript>يجب تفعيل جافا سكريبت لتشغيل هذا التطبيق.</noscript><div id="root"><div class="skeleton"><a href="/">بوابة الصناعة</a><span>جارٍ التحميل…</span></div></div></body></html>
""")

# Windows-1256 that only the page states; with Persian letters, and a page around it that states nothing else.
save("stated-1256.html", """<HTML><HEAD><META HTTP-EQUIV="content-type" CONTENT="text/html;charset=windows-1256"><TITLE>ملحق الجمعة - حوار مع صاحب المطبعة</TITLE><LINK REL=stylesheet HREF="style.css"></HEAD>
<BODY BGCOLOR=#FFFFFF DIR=RTL><CENTER><IMG SRC="logo.gif" ALT=""><BR><A HREF="index.htm">العدد</A> - <A HREF="archive.htm">الأرشيف</A> - <A HREF="mailto:x@example.org">راسلنا</A></CENTER><HR>
<BLOCKQUOTE><FONT FACE="Simplified Arabic" SIZE=4><B>حوار مع صاحب المطبعة</B><P>في زقاق ضيّق خلف البريد تعمل آخر مطبعة بالرصاص في المدينة. يقول صاحبها إنه باع آلة من ثلاث، وإنّ البلدية تريد المحل موقفاً للسيارات.
<P>سألناه عن البلدية فقال: &laquo;وعدوني قبل سنتين بترخيص جديد ثم نسوا&raquo;. أما الناطق باسم البلدية فأكد لنا أنّ الطلب لم يُقدَّم أصلاً.
<P>وحين ودّعناه كان يصفّ حروف دعوة عرس، وقال إنّ العروس ابنة الناطق نفسه.</FONT></BLOCKQUOTE><HR><CENTER><FONT SIZE=1>&copy; ملحق الجمعة 1999</FONT></CENTER></BODY></HTML>
""", "cp1256")

# One file, as Internet Explorer and Word wrote it: the encoding is in the part's head, the bytes are quoted.
IE = """<html><head><title>بيان نقابة الصيادين</title></head><body dir="rtl"><div id="nav"><a href="/">الصفحة الأولى</a> <a href="/news">أخبار</a></div><h2>بيان نقابة الصيادين</h2><p>أعلنت نقابة الصيادين أنّ القوارب لن تخرج قبل أن تُرفع الضريبة الجديدة عن الوقود، وقالت إنّ المفاوضات مع الوزارة «وصلت إلى طريق مسدود».</p><p>وأضاف البيان أنّ الوزير وعد في آذار بإعفاء القوارب الصغيرة، وأنّ الجمارك لم تتلقَّ أي تعليمات.</p><p>وترفض الوزارة التعليق على البيان، وتقول إنّ الحوار مستمر.</p></body></html>"""
HEAD = "From: <Saved by Windows Internet Explorer 7>\r\nSubject: {subject}\r\nDate: Tue, 14 Apr 2009 18:20:11 +0300\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----=_NextPart_000_0000\"\r\nX-MimeOLE: Produced By Microsoft MimeOLE\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n------=_NextPart_000_0000\r\nContent-Type: text/html;\r\n\tcharset=\"{charset}\"\r\nContent-Transfer-Encoding: {transfer}\r\nContent-Location: http://sayd.example.org/bayan.html\r\n\r\n"
subject = "=?windows-1256?B?" + base64.b64encode("بيان نقابة الصيادين".encode("cp1256")).decode() + "?="
END = "\r\n------=_NextPart_000_0000\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://sayd.example.org/x.gif\r\n\r\nR0lGODlhAQABAAAAACwAAAAAAQABAAA=\r\n\r\n------=_NextPart_000_0000--\r\n"
quoted = quopri.encodestring(IE.encode("cp1256")).replace(b"\n", b"\r\n")
(HERE / "ie-1256.mht").write_bytes(HEAD.format(subject=subject, charset="windows-1256", transfer="quoted-printable").encode() + quoted + END.encode())
# The same in UTF-16, as it is called there: "unicode".
wide = base64.encodebytes("\ufeff".encode("utf-16-le") + IE.encode("utf-16-le")).replace(b"\n", b"\r\n")
(HERE / "ie-unicode.mht").write_bytes(HEAD.format(subject=subject, charset="unicode", transfer="base64").encode() + wide + END.encode())
# A whole file in UTF-16, as some editors save it again.
(HERE / "ie-resaved.mht").write_bytes(b"\xff\xfe" + (HEAD.format(subject="bayan", charset="utf-16", transfer="8bit") + IE + END).encode("utf-16-le"))

# Comments that are longer than the text.
COMMENTS = "".join(f'<li class="comment" id="c{n}"><div class="comment-author">{who}</div><div class="comment-content"><p>{text}</p><p>{more}</p></div><a class="comment-reply-link" href="#">Reply</a></li>' for n, (who, text, more) in enumerate([
    ("heron", "I lived next to that station for eleven years, and the lift was out of order for nine of them, whatever the company says now about spare parts.", "The staff were always kind, which is more than I can say for the people who answer the telephone at the head office."),
    ("mill lane", "Nobody mentions that the second platform was closed in the spring, so that every train has to wait outside the town until the first has left.", "I have written to the operator four times and have four letters that say the same thing in other words."),
    ("old timer", "In my day the clock was wound by hand each Monday, and it was right every day of the week, while the new one has been wrong since the day it was hung.", "Perhaps that is what they mean by progress, but I would like somebody to tell me what it cost."),
    ("k.", "The photograph shows the wrong station. This is the one in the next valley, which has never had a lift at all.", "Please correct it, since people will remember the picture and forget the text.")]))
save("long-comments.html", f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="UTF-8"><title>Station lift repaired – Valley Echo</title><meta property="og:site_name" content="Valley Echo"><meta property="article:published_time" content="2026-03-30T07:00:00+00:00"></head>
<body class="post-template-default single"><div id="page"><header id="masthead"><nav id="site-navigation"><ul><li><a href="/">Home</a></li><li><a href="/trains">Trains</a></li></ul></nav></header><div id="primary"><main id="main"><article id="post-9" class="post-9 post type-post"><header class="entry-header"><h1 class="entry-title">Station lift repaired</h1><div class="entry-meta"><span class="posted-on">30 March 2026</span></div></header>
<div class="entry-content"><p>The lift at the valley station works again, the railway company said on Monday.</p><p>A passengers’ group welcomed the news but called the delay “a disgrace”.</p></div></article>
<div id="comments" class="comments-area"><h2 class="comments-title">4 thoughts on “Station lift repaired”</h2><ol class="comment-list">{COMMENTS}</ol><div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p><textarea></textarea><input type="submit" value="Post Comment"></form></div></div></main></div></div><footer id="colophon">Proudly powered by WordPress</footer></body></html>
""")

# Pull quotes that repeat the text, captions, a credit, a newsletter box inside the text.
save("pull-quotes.html", """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The last keeper of the salt pans</title><meta property="og:site_name" content="Coastline Magazine"><meta property="article:published_time" content="2026-06-01"></head>
<body><div class="site-nav"><a href="/">Coastline</a><a href="/issues">Issues</a></div><main><article class="longform"><header><p class="kicker">Portrait</p><h1>The last keeper of the salt pans</h1><p class="dek">For forty years one family has raked the shallow basins by hand. Next spring the sea will take them back.</p><p class="byline">By our correspondent</p></header>
<figure class="hero"><img src="a.jpg" alt="Basins at dawn"><figcaption>The basins at dawn. <span class="credit">Photograph: Coastline</span></figcaption></figure>
<div class="prose"><p>Before the wind rises, the old man walks the dykes and listens. He says that he can hear from the sound of his boots how much water has gone in the night, and his daughter says that he is never wrong.</p>
<aside class="pullquote"><blockquote>“He is never wrong.”</blockquote></aside>
<p>The ministry has known since last autumn that the outer wall cannot be repaired. A report that was never published puts the cost at nine million, according to an engineer who worked on it.</p>
<figure><img src="b.jpg" alt=""><figcaption>The outer wall after the January storm.</figcaption></figure>
<div class="newsletter-signup"><h4>Letters from the coast</h4><p>Get our newsletter every Friday.</p><form><input type="email"><button>Sign up</button></form></div>
<p>“They told us to wait, and then they told us it was too late,” the daughter says. The ministry replies that the family was informed in writing and that no promise was made.</p>
<blockquote class="pull-quote" aria-hidden="true">They told us to wait, and then they told us it was too late</blockquote>
<p>In the evening he shows the rake that his grandfather cut from a mast. He will not sell it, he says, whatever the museum offers.</p></div></article>
<section class="related-stories"><h2>More portraits</h2><a href="/p1"><h3>The woman who counts the geese</h3><p>Each November she sits in the same hide.</p></a></section></main><footer>Coastline Magazine</footer></body></html>
""")

# A page for printing out of a frameset, with its address at the foot.
save("printed.html", """<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Print - Council drops plan for second quarry</title><script>window.print()</script></head>
<body onload="window.print()"><table width="640" border="0"><tr><td><img src="logo.gif"></td><td align="right"><a href="javascript:window.print()">Print this page</a> | <a href="javascript:window.close()">Close window</a></td></tr></table><hr>
<font size="5"><b>Council drops plan for second quarry</b></font><br><i>Hill Gazette, 9 May 2003</i><br><br>
The county council has dropped its plan for a second quarry on the north slope after a vote that was closer than anybody had expected.<br><br>
The chairman said the decision was “a defeat for common sense”, while the farmers’ league, which had gathered four thousand signatures, spoke of a late victory.<br><br>
The company that owns the first quarry said it would appeal.<br><br><hr><font size="1">http://www.hill.example.org/print.php?id=4411<br>Copyright Hill Gazette</font></body></html>
""")
save("frameset.html", """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Frameset//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Hill Gazette</title></head><frameset cols="160,*"><frame src="menu.htm" name="menu"><frame src="news4411.htm" name="main"><noframes><body><p>Your browser cannot show frames. <a href="news4411.htm">Read the article without frames</a>.</p></body></noframes></frameset></html>
""")
