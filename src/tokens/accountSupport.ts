// Products of which Cloudflare has said that they do not take account-owned tokens. Support grows over time, so this
// is a hint to try the token, and forbids nothing.
// Source: an earlier state of developers.cloudflare.com/fundamentals/api/get-started/account-owned-tokens/; those that
// the page has listed as supported since are left out, and so are those that no permission can be told for.
import type { CatalogueEntry } from './catalogueEntry.ts';

/** By the dashboard's label. */
const DOUBTFUL: ReadonlySet<string> = new Set([
  'Account Filter Lists', // Custom Lists
  'Bot Management', // Super Bot Fight Mode
  'Intel',
  'Magic Transit',
  'Magic WAN',
  'Pub/Sub',
  'Registrar: Domains',
  'Turnstile',
  'Workers Observability',
]);

/** Is this a permission of a product that may refuse an account-owned token? */
export function isDoubtfulOnAccount({ label }: Pick<CatalogueEntry, 'label'>): boolean {
  return DOUBTFUL.has(label);
}

/** The labels among these permissions whose products may refuse an account-owned token; each once. */
export function doubtfulOnAccount(entries: readonly Pick<CatalogueEntry, 'label'>[]): string[] {
  return [...new Set(entries.filter(isDoubtfulOnAccount).map(({ label }) => label))];
}
