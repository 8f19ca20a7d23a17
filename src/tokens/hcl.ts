// Values in HCL, the language of Terraform.
import { escapeDisruptive, plain } from './markdown.ts';

/** An HCL value. Objects keep their order. */
export type Hcl = string | readonly Hcl[] | { readonly [key: string]: Hcl } | HclCode;

/** HCL to be taken as it is, such as a call. */
export interface HclCode {
  readonly code: (indent: string) => string;
}

const CODE = 'code';

/** `jsonencode(…)` of a value. */
export function jsonencode(value: Hcl): HclCode {
  return { code: (indent) => `jsonencode(${hclValue(value, indent)})` };
}

/**
 * A quoted string that means exactly the text: no interpolation, no directive, nothing invisible left in it.
 * Half characters, which HCL cannot hold, become U+FFFD; letters that Unicode can write in two ways become the shorter
 * one when Terraform reads them.
 * Source: the HCL native syntax specification, "Template Expressions".
 */
export function hclString(text: string): string {
  const escaped = text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\\"]/g, '\\$&')
    .replace(/([$%])\{/g, '$1$1{')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escapeDisruptive(escaped, codePoint)}"`;
}

function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** A value over as many lines as it needs; `indent` is that of the line it begins on. */
function hclValue(value: Hcl, indent = ''): string {
  if (typeof value === 'string') return hclString(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return '[]';
    if (value.every((item) => typeof item === 'string')) return `[${value.map(hclString).join(', ')}]`;
    return `[\n${value.map((item) => `${inner}${hclValue(item, inner)},\n`).join('')}${indent}]`;
  }
  if (isCode(value)) return value.code(indent);
  return `{\n${hclAttributes(value, inner)}${indent}}`;
}

/** `name = value`, one to a line, with the equals signs in line as `terraform fmt` has them. */
export function hclAttributes(attributes: Readonly<Record<string, Hcl>>, indent: string): string {
  const rows = Object.entries(attributes).map(([name, value]) => ({
    name: /^[a-z_][a-z0-9_]*$/i.test(name) ? name : hclString(name),
    text: hclValue(value, indent),
  }));
  // Lines are aligned in runs that end with a value of several lines.
  const runs: (typeof rows)[] = [[]];
  for (const row of rows) {
    const isLong = row.text.includes('\n');
    if (isLong) runs.push([row], []);
    else runs.at(-1)?.push(row);
  }
  return runs
    .flatMap((run) => {
      const width = Math.max(0, ...run.map(({ name }) => Array.from(name).length));
      return run.map(({ name, text }) => `${indent}${name.padEnd(width)} = ${text}\n`);
    })
    .join('');
}

/** A comment on one line. */
export function hclComment(text: string): string {
  return `# ${plain(text)}`;
}

function isList(value: Hcl): value is readonly Hcl[] {
  return Array.isArray(value);
}

function isCode(value: Exclude<Hcl, string | readonly Hcl[]>): value is HclCode {
  return CODE in value && typeof value[CODE] === 'function';
}
