// The list of permissions: by scope and product, the best first in the answer to a search, and what is said beside it.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { offlineCatalogue } from '../../../src/tokens/catalogue.ts';
import { doubtfulOnAccount } from '../../../webview/wizard/steps/account-support.ts';
import {
  foundCount,
  type PermissionQuery,
  productsOf,
  sectionsOf,
} from '../../../webview/wizard/steps/permission-rows.ts';
import { byProduct, productName } from '../../../webview/wizard/steps/product-words.ts';

const catalogue = offlineCatalogue({ kind: 'user' });

function found(query: Partial<PermissionQuery>) {
  return sectionsOf(catalogue, { text: '', ...query }).map(({ scope, found: products }) => ({
    scope,
    products: products.map(({ product, rows }) => [product, rows.map(({ label }) => label)] as const),
  }));
}

describe('the list of permissions', () => {
  it('goes by scope and product, with every level in one row', () => {
    const [zones] = found({});
    assert.equal(zones?.scope, 'zone');
    assert.deepEqual(zones.products[0]?.[0], 'dns_and_zones');
    const [section] = sectionsOf(catalogue, { text: 'access: apps and policies' });
    assert.deepEqual(
      section?.found[0]?.rows[0]?.levels.map(({ level }) => level),
      ['Read', 'Revoke', 'Edit'],
    );
  });

  it('puts the best first in the answer to a search, whatever its product', () => {
    const [zones] = found({ text: 'edit dns' });
    assert.deepEqual(
      zones?.products.map(([product]) => product),
      [undefined],
    );
    assert.equal(zones.products[0]?.[1][0], 'DNS');
  });

  it('tells same-name groups apart by scope', () => {
    const logs = found({ text: 'logs read' }).filter(({ products }) =>
      products.some(([, labels]) => labels.includes('Logs')),
    );
    assert.deepEqual(
      logs.map(({ scope }) => scope),
      ['zone', 'account'],
    );
  });

  it('narrows to a scope and a product, and keeps every row in the page', () => {
    const sections = sectionsOf(catalogue, { text: '', scope: 'account', product: 'media' });
    assert.ok(foundCount(sections) > 0);
    assert.ok(sections.every(({ scope, count }) => scope === 'account' || count === 0));
    const rows = sections.reduce((sum, { count, others }) => sum + count + others.length, 0);
    assert.equal(rows, foundCount(sectionsOf(catalogue, { text: '' })));
  });

  it('has a name for every product, also for one that Cloudflare adds', () => {
    for (const product of productsOf(catalogue)) assert.doesNotMatch(productName(product), /_/);
    assert.equal(productName('quantum_things'), 'Quantum things');
    assert.deepEqual(['other', 'quantum_things', 'media'].sort(byProduct), [
      'media',
      'quantum_things',
      'other',
    ]);
  });

  it('knows which products may refuse an account-owned token', () => {
    assert.deepEqual(doubtfulOnAccount([{ label: 'Turnstile' }, { label: 'DNS' }, { label: 'Turnstile' }]), [
      'Turnstile',
    ]);
    const labels = new Set(catalogue.entries.map(({ label }) => label));
    const known = doubtfulOnAccount([...labels].map((label) => ({ label })));
    assert.equal(known.length, 8, 'every product by the name that the catalogue has');
  });
});
