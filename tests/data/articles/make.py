#!/usr/bin/env python3
"""Writes the saved pages and PDFs of this folder, and what is to be read from them, into expected.json.

The pages need nothing; the PDFs need fpdf2 with HarfBuzz (pip install fpdf2 uharfbuzz) and the fonts in assets/fonts.
"""

import datetime
import gzip
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
FONTS = HERE.parent.parent.parent / "assets" / "fonts"

AR = [
    "أعلنت هيئة الموانئ، مساء الأربعاء، أنّ رصيف الحبوب سيبقى مفتوحاً طوال الشتاء، وأنّ الصيانة لن توقف التفريغ أكثر من يومين.",
    "وقال المتحدث باسم الهيئة إنّ «العقود كلّها سارية»، مضيفاً أنّ 14 سفينة تنتظر دورها، وأنّ التأخير لن يتجاوز أسبوعاً واحداً.",
    "في المقابل، رأى اتحاد المستوردين أنّ الهيئة «تعرف حجم المشكلة وتخفيه»، ودعا إلى نشر جدول السفن كاملاً قبل نهاية الشهر.",
    "ونقلت إذاعة الساحل عن مصدر في الوزارة أنّ الحكومة ستعوّض المتضررين، على أن تُصرف الدفعة الأولى في كانون الثاني.",
    "ولم يصدر حتى الساعة أيّ تعليق من نقابة العمال، التي هدّدت الأسبوع الماضي بالإضراب إذا لم تُدفع الأجور المتأخرة.",
]
EN = [
    "The port authority said on Wednesday that the grain quay would stay open all winter, and that repairs would not stop unloading for more than two days.",
    "Its spokesman told reporters that \"all contracts are in force\", adding that 14 ships were waiting and that no delay would exceed one week.",
    "The importers' union replied that the authority \"knows how large the problem is and hides it\", and asked for the full schedule of ships before the end of the month.",
    "Coast Radio quoted a source in the ministry as saying that the government would compensate those affected, with a first payment in January.",
    "The dockers' union, which threatened a strike last week if late wages were not paid, had made no comment by the time of publication.",
]
FA = [
    "سازمان بنادر چهارشنبه شب اعلام کرد که اسکلهٔ غلات در سراسر زمستان باز می‌ماند و تعمیرات تخلیه را بیش از دو روز متوقف نمی‌کند.",
    "سخنگوی سازمان گفت «همهٔ قراردادها پابرجاست» و افزود که ۱۴ کشتی در نوبت‌اند و هیچ تأخیری از یک هفته بیشتر نخواهد شد.",
    "اتحادیهٔ واردکنندگان در پاسخ گفت که سازمان «بزرگی مشکل را می‌داند و پنهان می‌کند» و خواستار انتشار فهرست کامل کشتی‌ها شد.",
    "رادیو ساحل به نقل از منبعی در وزارتخانه گزارش داد که دولت به زیان‌دیدگان غرامت می‌پردازد و نخستین پرداخت در ماه دی خواهد بود.",
]
FR = [
    "L'autorité portuaire a annoncé mercredi que le quai aux céréales resterait ouvert tout l'hiver et que les travaux n'interrompraient pas le déchargement plus de deux jours.",
    "Son porte-parole a déclaré que « tous les contrats sont en vigueur », ajoutant que 14 navires attendaient et qu'aucun retard ne dépasserait une semaine.",
    "L'union des importateurs a répondu que l'autorité « connaît l'ampleur du problème et la cache », et a demandé la liste complète des navires.",
    "Radio Littoral a cité une source du ministère selon laquelle le gouvernement indemniserait les entreprises touchées dès le mois de janvier.",
]
T_AR, T_EN, T_FA, T_FR = (
    "رصيف الحبوب يبقى مفتوحاً طوال الشتاء",
    "Grain quay to stay open all winter",
    "اسکلهٔ غلات در زمستان باز می‌ماند",
    "Le quai aux céréales restera ouvert tout l'hiver",
)
MENU_AR = '<nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/politics">سياسة</a></li><li><a href="/economy">اقتصاد</a></li><li><a href="/sport">رياضة</a></li></ul></nav>'
MENU_EN = '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/economy">Economy</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
FOOT_AR = "<footer><p>جميع الحقوق محفوظة لصحيفة الساحل</p><p><a href='/about'>من نحن</a> <a href='/contact'>اتصل بنا</a></p></footer>"
FOOT_EN = "<footer><p>All rights reserved. The Coast Courier</p><p><a href='/about'>About us</a> <a href='/contact'>Contact</a></p></footer>"
NOT_AR, NOT_EN = ["الرئيسية", "جميع الحقوق محفوظة", "اتصل بنا"], ["Home", "All rights reserved", "Contact"]

PARA, BREAK = ' class="para"', '</span><br /><br /><span style="font-size:large">'

EXPECTED = {}


def p(lines, tag="p", attributes=""):
    return "".join(f"<{tag}{attributes}>{line}</{tag}>" for line in lines)


def page(name, html, lines, without, encoding="utf-8", may=(), **metadata):
    """A page with the lines that must be read, those that may stand beside them, and what must not be read."""
    (HERE / name).write_bytes(html.encode(encoding))
    EXPECTED[name] = {"lines": lines, "may": list(may), "without": without, **metadata}


def ld(kind, title, date, publisher, language):
    data = {"@context": "https://schema.org", "@type": kind, "headline": title, "datePublished": date, "inLanguage": language,
            "publisher": {"@type": "Organization", "name": publisher}}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def pages():
    page("01-json-ld.html",
         f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{T_AR} - صحيفة الساحل</title>'
         f'{ld("NewsArticle", T_AR, "2025-12-03T20:15:00+02:00", "صحيفة الساحل", "ar")}</head><body><header>{MENU_AR}</header>'
         f'<main><article><h1>{T_AR}</h1>{p(AR)}</article></main>{FOOT_AR}</body></html>',
         AR, NOT_AR, may=[T_AR], title=T_AR, publisher="صحيفة الساحل", date="2025-12-03", language="ar")
    page("02-blog-system.html",
         f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{T_AR}</title><meta property="og:title" content="{T_AR}">'
         '<meta property="og:site_name" content="مدوّنة الميناء"><meta property="article:published_time" content="2025-12-04T06:00:00+00:00">'
         '<link rel="canonical" href="https://blog.example.org/quay"></head><body class="single">'
         f'<div id="header">{MENU_AR}</div><div id="content"><div class="post hentry"><h1 class="entry-title">{T_AR}</h1><div class="entry-content">{p(AR)}'
         '<div class="sharedaddy"><h3>شارك هذا:</h3><ul><li><a href="#">تويتر</a></li><li><a href="#">فيسبوك</a></li></ul></div></div></div>'
         '<div id="comments" class="comments-area"><h2>3 تعليقات</h2><ol><li class="comment"><p>خبر جيد، شكراً لكم على المتابعة.</p></li><li class="comment"><p>لن يتغير شيء كالعادة.</p></li></ol></div></div>'
         f'<div id="sidebar" class="sidebar widget-area"><h2>أحدث المقالات</h2><ul><li><a href="/a">مقال عن الطقس</a></li><li><a href="/b">مقال عن النقل</a></li></ul></div>{FOOT_AR}</body></html>',
         AR, NOT_AR + ["تويتر", "لن يتغير شيء", "مقال عن الطقس"], may=[T_AR], title=T_AR, publisher="مدوّنة الميناء", date="2025-12-04", language="ar", url="https://blog.example.org/quay")
    page("03-tables-windows-1256.html",
         '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256">'
         f'<title>{T_AR}</title></head><body dir=rtl><table width=100%><tr><td colspan=2><a href="/">الرئيسية</a> | <a href="/s">سياسة</a> | <a href="/e">اقتصاد</a></td></tr>'
         f'<tr><td width=20% valign=top><a href="/1">خبر أول</a><br><a href="/2">خبر ثان</a><br><a href="/3">خبر ثالث</a></td><td><h2>{T_AR}</h2>{p(AR)}</td></tr>'
         '<tr><td colspan=2 align=center><font size=1>جميع الحقوق محفوظة</font></td></tr></table></body></html>',
         AR, ["خبر ثان", "جميع الحقوق محفوظة"], encoding="cp1256", may=[T_AR], title=T_AR, encoding_name="Windows-1256")
    page("04-line-breaks.html",
         f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{T_AR}</title></head><body>{MENU_AR}'
         f'<div id="main"><h1>{T_AR}</h1><div class="story-text">{"<br><br>".join(AR)}</div></div>{FOOT_AR}</body></html>',
         AR, NOT_AR, may=[T_AR], title=T_AR, language="ar")
    page("05-amp.html",
         f'<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>{T_EN}</title><link rel="canonical" href="https://news.example.org/quay">'
         '<style amp-boilerplate>body{animation:none}</style><script async src="https://cdn.ampproject.org/v0.js"></script>'
         f'{ld("NewsArticle", T_EN, "2025-12-03", "The Coast Courier", "en")}</head><body><amp-sidebar id="s">{MENU_EN}</amp-sidebar>'
         f'<article class="amp-wp-article"><h1>{T_EN}</h1><div class="amp-wp-article-content">{p(EN[:2])}<amp-ad width="300" height="250">Advertisement</amp-ad>{p(EN[2:])}</div></article>{FOOT_EN}</body></html>',
         EN, NOT_EN, may=[T_EN, "Advertisement"], title=T_EN, publisher="The Coast Courier", date="2025-12-03", language="en", url="https://news.example.org/quay")
    live = "".join(f'<div class="entry"><time datetime="2025-12-03T1{i}:00">1{i}:00</time>{p([line])}</div>' for i, line in enumerate(AR))
    page("06-live.html",
         f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{T_AR}</title><meta property="og:site_name" content="إذاعة الساحل"></head><body>{MENU_AR}'
         f'<main><article class="liveblog"><h1>{T_AR}</h1>{live}</article></main>{FOOT_AR}</body></html>',
         AR, NOT_AR, may=[T_AR] + [f"1{i}:00" for i in range(5)], title=T_AR, publisher="إذاعة الساحل", language="ar")
    page("07-divs.html",
         f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{T_EN}</title></head><body><div class="top">{MENU_EN}</div>'
         f'<div class="article-body"><div class="headline">{T_EN}</div>{p(EN, "div", PARA)}</div>{FOOT_EN}</body></html>',
         EN, NOT_EN, may=[T_EN], title=T_EN, language="en")
    page("08-figures.html",
         f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{T_EN} | The Coast Courier</title><meta name="date" content="2025-12-03"></head><body>{MENU_EN}<main><article><h1>{T_EN}</h1>'
         f'<figure><img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" alt=""><figcaption>The quay on Tuesday.</figcaption></figure>{p(EN[:3])}'
         f'<aside class="related"><h2>Read more</h2><ul><li><a href="/x">Ferries cancelled again</a></li></ul></aside>{p(EN[3:])}</article></main>{FOOT_EN}</body></html>',
         EN, NOT_EN + ["Ferries cancelled"], may=[T_EN, "The quay on Tuesday.", "Read more"], title=T_EN, language="en")
    page("09-post-body.html",
         f'<!doctype html><html dir="rtl"><head><meta charset="utf-8"><title>مدوّنة: {T_AR}</title></head><body><div class="navbar">{MENU_AR}</div>'
         f'<div class="post"><h3 class="post-title">{T_AR}</h3><div class="post-body"><span style="font-size:large">{BREAK.join(AR)}</span></div>'
         f'<div class="post-footer"><span>مرسلة في 3:15 ص</span> <a href="#">إرسال بالبريد الإلكتروني</a></div></div>{FOOT_AR}</body></html>',
         AR, NOT_AR + ["إرسال بالبريد"], may=[T_AR, "مرسلة في 3:15 ص"])
    page("10-print.html",
         f'<html><head><meta charset="utf-8"><title>{T_EN}</title></head><body><h1>{T_EN}</h1><p>3 December 2025</p>{p(EN)}</body></html>',
         EN, [], may=[T_EN, "3 December 2025"], title=T_EN)
    questions = ["كم سفينة تنتظر الآن أمام الميناء؟", "متى تُدفع الأجور المتأخرة للعمال؟"]
    page("11-interview.html",
         f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{T_AR}</title></head><body>{MENU_AR}<article><h1>{T_AR}</h1>{p(AR[:1])}'
         f'<p><strong>{questions[0]}</strong></p>{p(AR[1:3])}<p><b>{questions[1]}</b></p>{p(AR[3:])}</article>{FOOT_AR}</body></html>',
         AR[:1] + questions[:1] + AR[1:3] + questions[1:] + AR[3:], NOT_AR, may=[T_AR], title=T_AR, language="ar")
    page("12-sections.html",
         f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{T_FR}</title><meta property="og:site_name" content="Le Littoral"><meta property="article:published_time" content="2025-12-03T18:00:00Z"></head><body>'
         f'<nav><a href="/">Accueil</a> <a href="/e">Économie</a></nav><article><h1>{T_FR}</h1>{p(FR[:2])}<h2>Une réponse attendue</h2>{p(FR[2:3])}<blockquote><p>{FR[3]}</p></blockquote></article><footer>Tous droits réservés</footer></body></html>',
         FR[:2] + ["Une réponse attendue"] + FR[2:], ["Accueil", "Tous droits"], may=[T_FR], title=T_FR, publisher="Le Littoral", date="2025-12-03", language="fr")
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "روزنامهٔ ساحل"}, {"@type": "NewsArticle", "headline": T_FA, "datePublished": "2025-12-03T19:00:00+03:30"}]}
    page("13-graph-persian.html",
         f'<!doctype html><html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>{T_FA}</title><script type="application/ld+json">{json.dumps(graph, ensure_ascii=False)}</script></head><body>'
         f'<nav><a href="/">صفحهٔ نخست</a> <a href="/e">اقتصاد</a></nav><article><h1>{T_FA}</h1>{p(FA)}</article><footer>همهٔ حقوق محفوظ است</footer></body></html>',
         FA, ["صفحهٔ نخست", "همهٔ حقوق"], may=[T_FA], title=T_FA, language="fa")
    page("14-single-file.html",
         f'<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://news.example.org/port/quay\n saved date: Thu Dec 04 2025\n--><meta charset=utf-8><title>{T_EN}</title><meta property="og:url" content="https://news.example.org/port/quay">'
         f'<style>.a{{color:red}}</style><body class=page>{MENU_EN}<div class=wrap><section class="article__body">{p(EN)}</section></div>{FOOT_EN}</body></html>',
         EN, NOT_EN, may=[T_EN], title=T_EN, language="en", url="https://news.example.org/port/quay")
    paywall = '<div class="paywall-banner"><p>Subscribe for one euro a week.</p><a href="/sub">Subscribe</a></div><div class="cookie-consent"><p>We use cookies.</p><button>Accept</button></div>'
    page("15-banners.html",
         f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{T_EN}</title></head><body>{paywall}{MENU_EN}<main><article><h1>{T_EN}</h1>{p(EN)}</article></main>{FOOT_EN}</body></html>',
         EN, NOT_EN + ["Subscribe", "cookies"], may=[T_EN], title=T_EN, language="en")
    html = (f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{T_AR}</title></head><body>{MENU_AR}<article><h1>{T_AR}</h1>{p(AR)}</article>{FOOT_AR}</body></html>')
    mht = ("From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example.org/ar/quay\r\nSubject: quay\r\nDate: Wed, 3 Dec 2025 20:00:00 +0000\r\nMIME-Version: 1.0\r\n"
           'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--edge"\r\n\r\n----edge\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n'
           f"Content-Location: https://news.example.org/ar/quay\r\n\r\n{html}\r\n----edge--\r\n")
    page("16-one-file.mht", mht, AR, NOT_AR, may=[T_AR], title=T_AR, date="2025-12-03", language="ar", url="https://news.example.org/ar/quay")


def pdfs():
    from fpdf import FPDF

    def new(font=None, size=12):
        pdf = FPDF()
        pdf.set_creation_date(datetime.datetime(2025, 12, 3, tzinfo=datetime.timezone.utc))
        if font:
            with tempfile.NamedTemporaryFile(suffix=".ttf") as unpacked:
                unpacked.write(gzip.decompress(font.read_bytes()))
                unpacked.flush()
                pdf.add_font("own", "", unpacked.name)
            pdf.set_text_shaping(True)
            pdf.set_font("own", size=size)
        else:
            pdf.set_font("Helvetica", size=size)
        pdf.add_page()
        return pdf

    def save(pdf, name, lines, **more):
        pdf.output(str(HERE / name))
        EXPECTED[name] = {"lines": lines, "may": [], "without": [], **more}

    pdf = new()
    for line in EN:
        pdf.multi_cell(0, 6, line.replace("\u2019", "'"), align="L")
        pdf.ln(4)
    save(pdf, "17-plain.pdf", EN)

    pdf = new(size=10)
    half = 88
    for column, lines in enumerate([EN[:3], EN[3:]]):
        pdf.set_y(20)
        for line in lines:
            pdf.set_x(10 + column * (half + 14))
            pdf.multi_cell(half, 5, line, align="L", new_x="LEFT", new_y="NEXT")
            pdf.ln(3)
    # The last paragraph of the first column may go on in the second.
    save(pdf, "18-columns.pdf", EN, words=True)

    def arabic(name, file, lines, size=13, **more):
        pdf = new(file, size)
        for line in lines:
            pdf.multi_cell(0, 9, line, align="R")
            pdf.ln(4)
        save(pdf, name, lines, **more)

    arabic("19-arabic.pdf", next((FONTS / "ibm-plex-sans-arabic").glob("*Regular*.ttf.gz")), AR)
    mixed = ["قالت الهيئة إنّ 14 سفينة (منها 3 ناقلات) وصلت في 2025-12-03، وإنّ رمز الرحلة AB-120 لم يتغير.",
             "وأضافت أنّ النسبة بلغت 12.5% في رصيف B، وأنّ بريدها info@example.org مفتوح للشكاوى."]
    arabic("20-mixed.pdf", next((FONTS / "ibm-plex-sans-arabic").glob("*Regular*.ttf.gz")), mixed, words=True)


if __name__ == "__main__":
    pages()
    if "--pages" not in sys.argv:
        pdfs()
    (HERE / "expected.json").write_text(json.dumps(EXPECTED, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
