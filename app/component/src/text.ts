/** Raw text from anywhere in; one short, inert, left-to-right line out. */

// Directional overrides and isolates can make "gpj.exe" read "exe.jpg"; control and tag characters hide text.
const FORBIDDEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]+/gu;
const BLANKS = /[\s\u0085\u2028\u2029]+/gu;
// More than two combining marks on one letter are there to cover the lines around it.
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu;
const LONE_SURROGATES = /\p{Cs}/gu;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const LONGEST_READ = 2_000;
const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Text with hidden and directional characters shown as one replacement mark each run, so two handles never look equal by them. */
export function cleanText(raw: unknown): string {
  const text = String(raw ?? "").slice(0, LONGEST_READ);
  return text
    .replace(LONE_SURROGATES, "\ufffd")
    .replace(BLANKS, " ")
    .replace(FORBIDDEN, "\ufffd")
    .replace(STACKED_MARKS, "$1")
    .trim();
}

/** Cleaned text of at most `columns` columns (a Chinese character takes two), with an ellipsis where it was cut. */
export function clipText(raw: unknown, columns: number): string {
  const text = cleanText(raw);
  let width = 0;
  let kept = "";
  for (const { segment } of segments.segment(text)) {
    width += WIDE.test(segment) ? 2 : 1;
    if (width > columns) return `${kept.trimEnd()}…`;
    kept += segment;
  }
  return text;
}
