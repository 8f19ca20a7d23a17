// Takes off what comes along when a secret is copied: white space, quotes, a header, a variable's name.

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Z}]+/gu;

const WRAPPINGS: readonly RegExp[] = [
  /^(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/su, // export CLOUDFLARE_API_TOKEN=…
  /^(?:-H(?:\s+|(?=["']))|--header[\s=]+)(.*)$/su, // -H "Authorization: …"
  /^(?:authorization|[a-z_][\w-]*token)\s*:\s*(.*)$/isu, // Authorization: …, apiToken: …
  /^(?:"[\w-]+"|'[\w-]+')\s*:\s*(.*)$/su, // "apiToken": …
  /^bearer\s+(.*)$/isu,
  /^"(.*)"[,;]?$/su,
  /^'(.*)'[,;]?$/su,
  /^`(.*)`[,;]?$/su,
  /^“(.*)”$/su,
  /^<(.*)>$/su,
  /^\[(.*)\]$/su,
  /^\{(.*)\}$/su,
  /^(.*)[,;]$/su,
];

/**
 * The text without its wrappings, peeled off one by one. White space within is taken out too, because a terminal or
 * a mail may have broken the line; no secret of Cloudflare holds any.
 */
export function unwrapped(text: string): string {
  let rest = text.trim();
  for (let peeled = peel(rest); peeled !== undefined; peeled = peel(rest)) rest = peeled;
  return rest.replace(INVISIBLE, '');
}

/** One layer less; undefined when there is none. Each layer takes at least one character, so peeling ends. */
function peel(text: string): string | undefined {
  for (const wrapping of WRAPPINGS) {
    const inner = wrapping.exec(text)?.[1];
    if (inner !== undefined) return inner.trim();
  }
  return undefined;
}
