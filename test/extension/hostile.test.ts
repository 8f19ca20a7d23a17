// Names are whatever somebody typed. They are shown as text, in every place, and change nothing around them.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type * as vscode from 'vscode';
import { copyId } from '../../src/commands/links.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { openWorld, tooltipOf, type World } from './world.ts';

const NAMES = {
  HTML: '<img src=x onerror="alert(1)"><b>bold</b>',
  Markdown: '**bold** [link](command:cloudflareTokens.delete) ![i](https://example.com/i.png) `code`',
  icons: '$(trash) $(sync~spin) token',
  quotes: `it's "quoted" \`here\` \\ $HOME`,
  newlines: 'first line\nsecond line\r\n\tthird',
  'right to left': '\u202Eevil\u202C \u2066\u200Fname\u2069 \u05D0\u05D1\u05D2',
  'hidden characters': 'in\u200bvis\u2060ible\ufeff\u{e0041}',
  '120 characters': 'n'.repeat(120),
  'an address': 'https://example.com/?next=javascript:alert(1)',
  'an object property': '__proto__',
} as const;

const DISRUPTIVE = /[\n\r\t\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

/** One line without icons, links or anything that hides or reorders; what breaks markup up is allowed. */
function assertPlain(text: string): void {
  assert.doesNotMatch(text, /[\]$]\(/);
  assert.doesNotMatch(text.replace(/([\]$])\u200b\(/g, '$1('), DISRUPTIVE);
}

describe('a hostile name', () => {
  let world: World;
  beforeEach(() => (world = openWorld()));
  afterEach(async () => {
    await world.close();
    await control.reset();
  });

  const parts = ({ label, description, accessibilityInformation }: vscode.TreeItem) =>
    [label, description, accessibilityInformation?.label].map(String);

  for (const [what, name] of Object.entries(NAMES)) {
    it(`of a token is only text: ${what}`, async () => {
      const owner = await control.userId();
      const { id, secret } = await control.plant({ name, owner, policies: policies.manageUser(owner) });
      await world.connect(secret);
      const row = (await world.rows()).find(({ node }) => node.type === 'token' && node.tokenId === id);
      assert.ok(row);
      assert.equal(typeof row.item.label, 'string', 'no label with its own markup');
      for (const part of parts(row.item)) assertPlain(part);
      if (what.startsWith('120')) assert.equal(row.item.label, name);

      const { tooltip } = await world.explorer.resolveTreeItem(row.item, row.node);
      const { value, isTrusted, supportHtml, supportThemeIcons } = tooltip as vscode.MarkdownString;
      assert.ok(!isTrusted && !supportHtml && !supportThemeIcons);
      const [headline = ''] = value.split('\n');
      assert.doesNotMatch(headline, /<(img|b)|(?<!\\)\[link|(?<!\\)!\\?\[|\$\(|https:\/\/|[^*\\]\*\*bold/);
      assert.doesNotMatch(value, /[\u202a-\u202e\u2066-\u2069]/u);

      await copyId(world.sessions, undefined);
      const offered = world.dialogs.said.filter((text) => text.startsWith('$(key) '));
      assert.ok(offered.length > 0);
      for (const label of offered) assertPlain(label.slice('$(key) '.length));
    });

    it(`of an owner and a connection is only text: ${what}`, async () => {
      await world.connect(cloudflare.userToken);
      const [connection] = await world.connections.list();
      const secret = connection && (await world.connections.secret(connection.id));
      assert.ok(connection && secret);
      const owners = connection.owners.map((owner) => ({ ...owner, name }));
      await world.connections.save({ ...connection, label: name, owners }, secret);
      await world.connections.save({ ...connection, id: 'c'.repeat(32), label: name, owners }, secret);
      const rows = await world.rows();
      assert.equal(rows.length, 2);
      for (const row of [...rows, ...(await world.rows(rows[0]?.node))]) {
        for (const part of parts(row.item)) assertPlain(part);
        assert.ok(row.item.tooltip === undefined || typeof row.item.tooltip === 'string');
        assertPlain(tooltipOf(row.item));
      }
    });
  }
});
