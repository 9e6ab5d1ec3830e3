#!/usr/bin/env bash
# Holds what other programs read in our exports against the project: run.sh BINARY SCRATCH [PYTHON].
# Each check_NAME.py says in its first lines what it reads. Every format is exported from the sample and from a project made
# to break exporters; a check fails on any difference that the report of losses does not name, and if it checked nothing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
binary=$(realpath "$1") scratch=$2 python=${3:-python3}
mkdir -p "$scratch"
export BAYAN_CONFIG_DIR=$scratch/config HF_HOME=$scratch/hf HF_DATASETS_CACHE=$scratch/hf HF_HUB_OFFLINE=1 PYTHONDONTWRITEBYTECODE=1

# A virtual environment for each list of requirements, since some readers want other versions of the same library.
environment() {
  local home=$scratch/venv-$1
  [ -x "$home/bin/python" ] || { "$python" -m venv "$home" && "$home/bin/python" -m pip install -q -r "$here/requirements-$1.txt"; }
  echo "$home/bin/python"
}

hard=$scratch/hard
rm -rf "$hard" && "$binary" new --title Hard "$hard" >/dev/null
for annotator in reem omar_2 نموذج-1; do
  "$binary" import "$hard" "$here/../data/interchange/hard/project.jsonl" --annotator "$annotator" >/dev/null
done

failed=0 count=0
# check REQUIREMENTS SCRIPT FORMAT ENDING OPTION…: an empty ending is a folder.
check() {
  local interpreter project name out
  interpreter=$(environment "$1")
  for project in "$hard" "$here/../../projects/biden-putin-call"; do
    name=$(basename "$project") out=$scratch/$(basename "$project")-$3$(printf '%s' "${@:5}")$4
    rm -rf "$out"
    "$binary" export "$project" --format jsonl --out "$scratch/$name.jsonl" 2>/dev/null >/dev/null
    "$binary" export "$project" --format "$3" "${@:5}" --out "$out" >/dev/null 2>&1 || { echo "FAILED: export of $name as $3"; failed=$((failed + 1)); continue; }
    count=$((count + 1))
    if answer=$("$interpreter" "$here/$2" "$out" "$scratch/$name.jsonl" 2>&1); then
      echo "$3${*:5} of $name: $(tail -n 1 <<<"$answer")"
    else
      echo "FAILED: $2 on $3 of $name"
      tail -n 20 <<<"$answer"
      failed=$((failed + 1))
    fi
  done
}

check spans check_brat.py brat ''
check spans check_doccano.py doccano .jsonl
check spans check_label_studio.py label-studio .json
check spans check_w3c.py w3c .jsonld
check spans check_prodigy.py prodigy .jsonl
check spans check_conll.py conll ''
check spans check_spacy.py spacy ''
check packs check_cassis.py cas-json ''
check packs check_cassis.py cas-xmi ''
check packs check_qda.py qdpx .qdpx
check packs check_qda.py qdc .qdc
check packs check_refiqda.py qdpx .qdpx
check packs check_xlsx.py xlsx .xlsx
check packs check_parquet.py parquet .parquet
check packs check_parquet.py parquet .parquet --per-statement
check packs check_parquet.py parquet '' --partition-by kind
check packs check_parquet.py parquet '' --partition-by month
check packs check_hf.py hf ''
echo "$count exports read by other programs, $failed failed"
[ "$failed" -eq 0 ]
