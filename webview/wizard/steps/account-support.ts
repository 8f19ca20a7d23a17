// Products of which Cloudflare has said that they do not take account-owned tokens. Support grows over time, so this
// is a hint to try the token, and forbids nothing.
// Source: an earlier state of developers.cloudflare.com/fundamentals/api/get-started/account-owned-tokens/; those that
// the page has listed as supported since are left out.
import type { CatalogueEntry } from '../../../src/tokens/catalogueEntry.ts';

/** By the dashboard's label. */
const DOUBTFUL: ReadonlySet<string> = new Set([
  'Account Filter Lists',
  'Intel',
  'Magic Transit',
  'Magic WAN',
  'Pub/Sub',
  'Registrar: Domains',
  'Turnstile',
  'Workers Observability',
]);

/** The labels among these permissions whose products may refuse an account-owned token; each once. */
export function doubtfulOnAccount(entries: readonly Pick<CatalogueEntry, 'label'>[]): string[] {
  return [...new Set(entries.map(({ label }) => label))].filter((label) => DOUBTFUL.has(label));
}
