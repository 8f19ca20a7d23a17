// Dashboard words for a permission group that the bundled data does not know, by Cloudflare's own rule: the level
// is the end of the API name, with "Edit" for "Write".
// Source: the Dashboard and API tabs of developers.cloudflare.com/fundamentals/api/reference/permissions/.

const LEVELS: readonly string[] = [
  'Metadata Read',
  'Run Engine',
  'Read',
  'Write',
  'Edit',
  'Revoke',
  'Purge',
  'Run',
  'Send',
  'Bind',
  'Admin',
  'Report',
  'Evaluate',
];
const ENDING = new RegExp(`^(\\S.*?)\\s+(${LEVELS.join('|')})$`, 'i');

/**
 * Derives label and level from an API name: `Snippets Write` gives Snippets and Edit. A name without a level is
 * taken for Edit, as the groups are that Cloudflare itself names so (Domain Page Shield, Realtime).
 */
export function wordsFor(apiName: string): { readonly label: string; readonly level: string } {
  const name = apiName.trim();
  const [, start, ending] = ENDING.exec(name) ?? [];
  if (start === undefined || ending === undefined) return { label: name, level: 'Edit' };
  const level = LEVELS.find((known) => known.toLowerCase() === ending.toLowerCase()) ?? ending;
  return { label: start.replace(/\s*:$/, ''), level: level === 'Write' ? 'Edit' : level };
}
