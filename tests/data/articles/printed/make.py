#!/usr/bin/env python3
"""Prints the pages of this folder to PDF, and writes what is to be read from them into expected.json.

Needs Chromium and WeasyPrint (pip install weasyprint), and the font IBM Plex Sans Arabic under the name PlexArabic.
All texts are our own.
"""

import html
import json
import pathlib
import subprocess

HERE = pathlib.Path(__file__).parent
TITLE = "رصيف الحبوب يبقى مفتوحاً طوال الشتاء"
TITLE_EN = "Grain quay to stay open all winter"
ARABIC = [
    "أعلنت هيئة الموانئ، مساء الأربعاء، أنّ رصيف الحبوب سيبقى مفتوحاً طوال الشتاء، وأنّ الصيانة لن توقف التفريغ أكثر من يومين. ولا يزال العمال في انتظار الأجور المتأخرة، كما قال أحدهم لإذاعة الساحل: «الأمر لا يُحتمل»، مضيفاً أنّ الإضراب آتٍ لا محالة.",
    "وقال المتحدث باسم الهيئة (وهو موظف سابق في وزارة النقل) إنّ 14 سفينة تنتظر دورها، وأنّ التأخير بلغ 3.5% في العام 2023، ثم 12% في النصف الأول من 2024، أي ما يعادل 1,250,000 دولار.",
    "ونقلت وكالة Reuters عن مسؤول في شركة Maersk Line أنّ الشركة «لن تعود» قبل 2024-06-11، فيما ذكرت BBC News (لندن) أنّ العقد الموقّع في 11/06/2024 عند الساعة 14:30 لا يزال سارياً.",
    "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ، هكذا بدأ الخطاب الذي أُلقي أمام المجلس؛ وقد شُدِّدَ فيه على أنَّ «الحقَّ لا يُجزَّأ» وأنّ المقاتلات من طراز F-16 وSu-35 لن تُستخدم [على حدّ قوله].",
    "من جهة أخرى، بلغت الأسعار ٤٥٫٧٥ ديناراً، بزيادة ١٢٪ عن عام ٢٠٢٣، وفق تقرير نُشر على الموقع www.example.org/report وتناقلته الصحف. وسأل النائب: هل هذا معقول؟ لا!",
    "في المقابل، رأى اتحاد المستوردين أنّ الهيئة تعرف حجم المشكلة وتخفيه، ودعا إلى نشر جدول السفن كاملاً قبل نهاية الشهر. ولم يصدر حتى الساعة أيّ تعليق من نقابة العمال التي هدّدت الأسبوع الماضي بالإضراب."
]
NUMBERS = [
    "50% من الناخبين قالوا نعم، و(7%) قالوا لا.",
    "2020-2024: أربع سنوات من الانتظار.",
    "قال 3 من 5 إنّهم يفضّلون نظام Linux على غيره.",
    "سجّل الفريق 3-1 و2-0 في الأسبوع نفسه.",
    "المادة 5 (ب) من القانون رقم 12/2019 والمادة (7).",
    "اتصلوا على +961 1 123456 أو info@example.org.",
    "ارتفعت درجة الحرارة إلى -5 ثم +12 درجة.",
    "بسعر $20 أو 20$ أو €35.5 للطن.",
    "انتهى الأمر في 7 أكتوبر/تشرين الأول 2023."
]
ENGLISH = [
    "The port authority said on Wednesday that the well-known grain quay would stay open all winter, and that repairs would not stop unloading for more than two days (see the schedule of 11 June 2024).",
    "Its spokesman told Al-Quds (القدس العربي) that \"all contracts are in force\", adding that 14 ships were waiting and that the عقد of 2023 was worth $1,250,000, or 3.5% of the budget.",
    "The importers' union replied that the authority knows how large the problem is and hides it, and asked for the full schedule of ships before the end of the month."
]
TABLE = [["المدينة", "السفن", "السعر"]] + [["طرابلس", str(10 + i), f"{i}.5%"] for i in range(8)]
EXPECTED = {}


def p(lines):
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def page(language, style, body):
    direction = "rtl" if language == "ar" else "ltr"
    font = "PlexArabic" if language == "ar" else "DejaVu Sans"
    return (f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><style>@page{{size:A4;margin:2cm}}'
            f"body{{font-family:'{font}';font-size:12pt;line-height:1.6}} {style}</style></head><body>{body}</body></html>")


def chromium(name, source, lines, heads=False):
    (HERE / "page.html").write_text(source)
    quiet = [] if heads else ["--no-pdf-header-footer"]
    subprocess.run(["chromium", "--headless", "--no-sandbox", *quiet, f"--print-to-pdf={HERE / name}", str(HERE / "page.html")], check=True)
    (HERE / "page.html").unlink()
    EXPECTED[name] = lines


COLUMNS = page("ar", "div{column-count:2;column-gap:1cm} h1{font-size:20pt}", f"<h1>{TITLE}</h1><div>{p(ARABIC * 2)}</div>")
ROWS = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
chromium("columns-chromium.pdf", COLUMNS, [TITLE] + ARABIC * 2)
chromium("numbers-chromium.pdf", page("ar", "", p(NUMBERS)), NUMBERS)
chromium("table-chromium.pdf", page("ar", "td{padding:0 1.5cm}", f"{p(ARABIC[:1])}<table>{ROWS}</table>{p(ARABIC[5:])}"),
         ARABIC[:1] + [" ".join(row) for row in TABLE] + ARABIC[5:])
chromium("heads-chromium.pdf", page("ar", "", p(ARABIC * 6)), ARABIC * 6, heads=True)
chromium("english-chromium.pdf", page("en", "body{width:7cm} p{text-align:justify;hyphens:auto}", f"<h1>{TITLE_EN}</h1>{p(ENGLISH)}"), [TITLE_EN] + ENGLISH)

import weasyprint  # noqa: E402

weasyprint.HTML(string=COLUMNS).write_pdf(HERE / "columns-weasyprint.pdf")
EXPECTED["columns-weasyprint.pdf"] = [TITLE] + ARABIC * 2
(HERE / "expected.json").write_text(json.dumps(EXPECTED, ensure_ascii=False, indent=1) + "\n")
