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
printf '(annotator: Some("annotator-a"))\n' >"$BAYAN_CONFIG_DIR/settings.ron"
before=$("$binary" export "$work/project" --format jsonl --annotator annotator-a | python3 -c 'import json,sys; print(sum(len(json.loads(l)["statements"]) for l in sys.stdin))')
display=:97
Xvfb $display -noreset -screen 0 1400x900x24 >/dev/null 2>&1 & xvfb=$!
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
# A double click selects a word of the article, 2 sets the second party as the speaker, and W makes the word a warning.
xdotool windowfocus "$window" 2>/dev/null || true
xdotool mousemove 640 250; sleep 0.3
xdotool click --repeat 2 --delay 80 1; sleep 1
import -window root "$out/2-selected.png"
xdotool key 2; sleep 0.4
xdotool key w; sleep 1
# The layer is marked as done: that is asked about once, and Enter goes on.
import -window root "$out/2b-asked.png"
xdotool key Return; sleep 1
# On the word of the fourth party: a chain of two.
xdotool key alt+4; sleep 2.5
import -window root "$out/3-made.png"
# Undo and redo, then close; what was made must be on disk.
xdotool key ctrl+z; sleep 0.6
xdotool key ctrl+z; sleep 0.6
xdotool key ctrl+shift+z; sleep 0.6
xdotool key ctrl+shift+z; sleep 2.5
import -window root "$out/4-redone.png"
xdotool key ctrl+q
for _ in $(seq 50); do kill -0 $pid 2>/dev/null || break; sleep 0.2; done
if kill -0 $pid 2>/dev/null; then echo "the window did not close"; exit 1; fi
"$binary" check "$work/project"
after=$("$binary" export "$work/project" --format jsonl --annotator annotator-a | python3 -c 'import json,sys; print(sum(len(json.loads(l)["statements"]) for l in sys.stdin))')
echo "statements before $before, after $after"
[ "$after" -eq $((before + 1)) ] || { echo "the statement made in the window is not in the project"; exit 1; }
"$binary" export "$work/project" --format jsonl --annotator annotator-a | python3 -c '
import json, sys
made = max((s for l in sys.stdin for s in json.loads(l)["statements"]), key=lambda s: s["created"])
chain = [link["party"] for link in made["chain"]]
print("made:", made["kind"], chain, made["quotes"])
sys.exit(made["kind"] != "warning" or len(chain) != 2 or made["speaker"] != chain[1])' ||
  { echo "what was made is not a warning with a chain of two"; exit 1; }

# A newcomer, who has not said who they are: the welcome screen, and the sample one click away. The size of the window is that of the last time.
sed -i '/^ *annotator:/d' "$BAYAN_CONFIG_DIR/settings.ron"
USER=layla "$binary" >"$out/log" 2>&1 & pid=$!
window=
for _ in $(seq 100); do
  window=$(xdotool search --onlyvisible --pid $pid 2>/dev/null | tail -n 1 || true)
  [ -n "$window" ] && break
  sleep 0.2
done
[ -n "$window" ] || { echo "no welcome window appeared"; cat "$out/log"; exit 1; }
sleep 3
xdotool getwindowgeometry "$window" | grep -q 'Geometry: 1400x900' || { echo "the size was not remembered"; exit 1; }
xdotool windowfocus "$window" 2>/dev/null || true
import -window root "$out/5-welcome.png"
xdotool mousemove 415 228; sleep 0.5
xdotool click 1; sleep 3
import -window root "$out/6-sample.png"
# Enter says that the name is right, and it is kept.
xdotool key Return; sleep 1
import -window root "$out/7-named.png"
xdotool key ctrl+q
for _ in $(seq 50); do kill -0 $pid 2>/dev/null || break; sleep 0.2; done
grep -q 'annotator: "layla"' "$BAYAN_CONFIG_DIR/settings.ron" || { echo "the name was not kept"; exit 1; }
grep -q 'has_seen_tour: true' "$BAYAN_CONFIG_DIR/settings.ron" || { echo "the tour did not begin with the sample"; exit 1; }
"$binary" check "$BAYAN_CONFIG_DIR/projects/biden-putin-call" || { echo "the sample was not put in its place"; exit 1; }

# A file that may not be read, for someone who is not root.
cp -r projects/biden-putin-call "$work/forbidden"
chmod 000 "$work/forbidden/annotations/biden-putin-call/annotator-a.ron"
chmod -R a+rX "$work/forbidden/documents" "$work/forbidden/annotations/biden-putin-call/annotator-b.ron"
cp "$binary" "$work/bayan"; chmod 755 "$work" "$work/bayan" "$work/forbidden"
as_nobody=
[ "$(id -u)" = 0 ] && as_nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"
said=$($as_nobody "$work/bayan" check "$work/forbidden" 2>&1) && { echo "a forbidden file was not found"; exit 1; }
echo "$said"
echo "$said" | grep -q 'annotator-a.ron' || { echo "the forbidden file is not named"; exit 1; }
echo "3 passed, 0 failed"
