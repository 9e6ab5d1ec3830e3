#!/usr/bin/env bash
# The window smoke test: the given binary in Xvfb, driven by xdotool through the main story.
# Usage: tests/window.sh [BINARY]; screenshots are left in target/window/.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "${1:-target/release/bayan}")
out=target/window
rm -rf "$out"; mkdir -p "$out"
work=$(mktemp -d)
export BAYAN_CONFIG_DIR="$work/config" LIBGL_ALWAYS_SOFTWARE=1 WINIT_X11_SCALE_FACTOR=1 XDG_DATA_HOME="$work/data"
mkdir -p "$BAYAN_CONFIG_DIR"
cp -r projects/biden-putin-call "$work/project"
before=$("$binary" export "$work/project" --format jsonl --annotator annotator-a | python3 -c 'import json,sys; print(sum(len(json.loads(l)["statements"]) for l in sys.stdin))')
display=:97
Xvfb $display -screen 0 1400x900x24 >/dev/null 2>&1 & xvfb=$!
pid=
trap 'kill $pid $xvfb 2>/dev/null || true; rm -rf "$work"' EXIT
export DISPLAY=$display
unset WAYLAND_DISPLAY
for _ in $(seq 50); do xdotool getdisplaygeometry >/dev/null 2>&1 && break; sleep 0.2; done
"$binary" "$work/project" >"$out/log" 2>&1 & pid=$!
window=
for _ in $(seq 100); do
  window=$(xdotool search --onlyvisible --pid $pid 2>/dev/null | tail -n 1 || true)
  [ -n "$window" ] && break
  kill -0 $pid || { cat "$out/log"; exit 1; }
  sleep 0.2
done
[ -n "$window" ] || { echo "no window appeared"; cat "$out/log"; exit 1; }
xdotool windowsize "$window" 1400 900 windowmove "$window" 0 0 || true
sleep 4
import -window root "$out/1-open.png"
# A double click selects a word of the article, W makes it a warning of the first party, D duplicates nothing.
xdotool windowfocus "$window" 2>/dev/null || true
xdotool mousemove 640 250; sleep 0.3
xdotool click --repeat 2 --delay 80 1; sleep 1
import -window root "$out/2-selected.png"
xdotool key 2; sleep 0.4
xdotool key w; sleep 2.5
import -window root "$out/3-made.png"
# Undo and redo, then close; what was made must be on disk.
xdotool key ctrl+z; sleep 0.6
xdotool key ctrl+shift+z; sleep 2.5
import -window root "$out/4-redone.png"
xdotool key ctrl+q
for _ in $(seq 50); do kill -0 $pid 2>/dev/null || break; sleep 0.2; done
if kill -0 $pid 2>/dev/null; then echo "the window did not close"; exit 1; fi
"$binary" check "$work/project"
after=$("$binary" export "$work/project" --format jsonl --annotator annotator-a | python3 -c 'import json,sys; print(sum(len(json.loads(l)["statements"]) for l in sys.stdin))')
echo "statements before $before, after $after"
[ "$after" -eq $((before + 1)) ] || { echo "the statement made in the window is not in the project"; exit 1; }
echo "1 passed, 0 failed"
