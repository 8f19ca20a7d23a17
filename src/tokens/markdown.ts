// Makes text from elsewhere safe to show. Token, zone and account names are whatever somebody typed: they may
// hold markup, line breaks, or characters that reorder the text around them.

// Controls (C0, C1, line and paragraph separators), and the invisible characters that reverse, isolate or hide
// text. Letters of right-to-left scripts need none of them: the display orders those by itself.
const DISRUPTIVE =
  /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u{e0000}-\u{e007f}\ufeff]/gu;
const DISRUPTIVE_RUN = new RegExp(`${DISRUPTIVE.source}+`, 'gu');
const LONE_SURROGATE = /\p{Cs}/gu;

// VS Code turns `[text](command:…)` in notifications into links that run commands, and `$(name)` in labels into icons.
// A space of no width in front of the bracket leaves the text as it was typed to read, and to VS Code no markup.
const MARKUP = /([\]$])\(/g;

/**
 * Text for a label or a notification: one line, with nothing in it that could reorder or hide the text around it, and
 * nothing that VS Code would make a link or an icon of. Runs of control characters become one space.
 */
export function plain(text: string): string {
  return oneLine(text).replace(MARKUP, '$1\u200b(');
}

function oneLine(text: string): string {
  return text
    .replace(DISRUPTIVE_RUN, (run) => (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(run) ? ' ' : ''))
    .replace(LONE_SURROGATE, '\ufffd');
}

/**
 * The text with each character that could reorder or hide text written in another way: for code, where it must stay.
 * @param escaped how to write one such character
 */
export function escapeDisruptive(text: string, escaped: (character: string) => string): string {
  return text.replace(DISRUPTIVE, escaped);
}

/**
 * Text for a VS Code MarkdownString, shown as it is: no emphasis, link, image, code, HTML, entity, or `$(icon)`
 * comes of it, and web addresses in it are not turned into links.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\\`*_{}[\]()#+\-.!|~$:@^="']/g, '\\$&')
    .replace(/^ +| +$/g, '')
    .replace(/ {2,}/g, ' ');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
