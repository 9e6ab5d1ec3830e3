#!/usr/bin/env bash
# Holds what other programs read in our exports against the project: run.sh BINARY SCRATCH [PYTHON].
# Each check_NAME.py says in its first lines what it reads. Every format is exported from the sample and from a project made
# to break exporters; a check fails on any difference that the report of losses does not name, and if it checked nothing.
# A format of `bayan export` that no line below checks is a failure too.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$2"
binary=$(realpath "$1") scratch=$(realpath "$2") python=${3:-python3}
export BAYAN_CONFIG_DIR=$scratch/config HF_HOME=$scratch/hf HF_DATASETS_CACHE=$scratch/hf HF_HUB_OFFLINE=1 PYTHONDONTWRITEBYTECODE=1
# What another program changes on the disk is none of ours to keep for the next run.
rm -rf "$scratch/config" "$scratch/hf" "$scratch/out" && mkdir -p "$scratch/out"

# Formats that no other program is asked to read here, with the reason.
unread='
html: there is no chromium to open it (apt-get install chromium); tests/exchange compares its marks with the quotes
'

# A virtual environment for each list of requirements, since some readers want other versions of the same library. The lists
# are complete, and each file in them is known by its hash; NAME.txt is made of NAME.in by
#   uv pip compile --universal --no-deps --generate-hashes --python-version 3.11 --no-header --no-annotate NAME.in -o NAME.txt
environment() {
  local home=$scratch/venv-$1 pip="-m pip install -q --disable-pip-version-check --no-deps --require-hashes"
  if ! cmp -s "$here/requirements-$1.txt" "$home/installed"; then
    rm -rf "$home"
    "$python" -m venv "$home"
    # shellcheck disable=SC2086 # words of a command
    "$home/bin/python" $pip --only-binary :all: -r "$here/requirements-build.txt" &&
      "$home/bin/python" $pip --no-build-isolation -r "$here/requirements-$1.txt" || exit 1
    cp "$here/requirements-$1.txt" "$home/installed"
  fi
}
environment spans
environment packs

# The projects, each with its JSON Lines, which the checks hold against what another program reads.
out=$scratch/out
"$binary" new --title Hard "$out/hard" >/dev/null
for annotator in reem omar_2 نموذج-1; do
  "$binary" import "$out/hard" "$here/../data/interchange/hard/project.jsonl" --annotator "$annotator" >/dev/null
done
cp -r "$here/../../projects/biden-putin-call" "$out/sample"
for project in hard sample; do
  "$binary" export "$out/$project" --format jsonl --out "$out/$project.jsonl" 2>/dev/null
done

failed=0 count=0 checked=' '
fail() {
  echo "FAILED: $*"
  failed=$((failed + 1))
}

# check REQUIREMENTS SCRIPT FORMAT ENDING [OPTION…]: an empty ending is a folder.
check() {
  local requirements=$1 script=$2 format=$3 ending=$4 options project path answer
  shift 4
  options=$*
  checked+="$format "
  for project in hard sample; do
    path=$out/$project-$format${options//[^a-z0-9-]/}$ending
    rm -rf "$path"
    if ! answer=$("$binary" export "$out/$project" --format "$format" "$@" --out "$path" 2>&1); then
      fail "export of $project as $format${*:+ $*}: $answer"
      continue
    fi
    count=$((count + 1))
    if answer=$("$scratch/venv-$requirements/bin/python" "$here/$script" "$path" "$out/$project.jsonl" 2>&1); then
      echo "$format${*:+ $*} of $project: $(tail -n 1 <<<"$answer")"
    else
      fail "$script on $format${*:+ $*} of $project"
      tail -n 20 <<<"$answer"
    fi
  done
}

check packs check_jsonl.py jsonl .jsonl
check packs check_csv.py csv .csv
check packs check_csv.py csv .csv --spreadsheet
check packs check_csv.py csv .csv --byte-order-mark
check packs check_csv.py tsv .tsv
check packs check_xlsx.py xlsx .xlsx
check packs check_parquet.py parquet .parquet
check packs check_parquet.py parquet .parquet --per-statement
check packs check_parquet.py parquet '' --partition-by kind
check packs check_parquet.py parquet '' --partition-by month
check packs check_hf.py hf ''
check packs check_hf.py hf '' --split 40/30/30 --seed 7 --license cc-by-4.0
check spans check_brat.py brat ''
check spans check_doccano.py doccano .jsonl
check spans check_label_studio.py label-studio .json
check spans check_w3c.py w3c .jsonld
check spans check_prodigy.py prodigy .jsonl
check spans check_conll.py conll ''
check spans check_spacy.py spacy ''
check spans check_spacy.py spacy '' --flat
check packs check_cassis.py cas-json ''
check packs check_cassis.py cas-xmi ''
check packs check_qda.py qdpx .qdpx
check packs check_qda.py qdc .qdc
check packs check_refiqda.py qdpx .qdpx
check packs check_webanno_tsv.py webanno-tsv ''
check packs check_docx.py docx .docx
# A program that is built without SQLite has no such databases.
if "$binary" export --help | grep -qw dna; then
  check packs check_dna.py dna .dna
  check packs check_dna.py dna .dna --plain
  check packs check_dna_events.py dna-events .csv
  check packs check_dna_events.py dna-events .csv --plain
fi
if [ -n "${CHROMIUM:-$(command -v chromium || true)}" ]; then
  check packs check_html.py html ''
else
  echo "html is not opened: there is no chromium"
fi

# Every format that can be written, by the program's own list.
formats=$("$binary" export --help | tr -s '\n ' ' ' | grep -oE -- '--format <[A-Z]+>[^]]*\[possible values: [^]]*\]' | sed 's/.*: //; s/[],]/ /g')
[ "$(wc -w <<<"$formats")" -ge 15 ] || fail "the list of formats in the help could not be read: $formats"
for format in $formats; do
  case $checked in *" $format "*) continue ;; esac
  grep -q "^$format: " <<<"$unread" || fail "no program reads $format"
done
echo "$count exports read by other programs, $failed failed"
[ "$failed" -eq 0 ] && [ "$count" -gt 0 ]
