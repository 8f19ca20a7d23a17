// How tokens of every state and shape look in the tree: in words, icons and what menus go by.
import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import type * as vscode from 'vscode';
import { Secret } from '../../src/tokens/secret.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { openWorld, type Row, type World } from './world.ts';
import { until } from './waiting.ts';

const SECRET = 'cfut_0123456789012345678901234567890123456789abcdef01';

describe('the row of a token', () => {
  let world: World;
  before(() => control.reset());
  beforeEach(async () => {
    world = openWorld();
    await world.connect(cloudflare.userToken);
  });
  afterEach(async () => {
    await world.close();
    await control.reset();
  });

  /** The row once the names of what the token mentions are known. */
  async function named(name: string): Promise<Row> {
    let row = await world.tokenRow(name);
    await until(`${name} shows no ids`, async () => {
      row = await world.tokenRow(name);
      return !/[0-9a-f]{32}/.test(String(row.item.description));
    });
    return row;
  }

  const states: readonly [
    name: string,
    description: RegExp,
    icon: string,
    color: string,
    context: string,
    said: string,
  ][] = [
    ['ExternalDNS k8s-prod', /^DNS Edit \+1 · all zones$/, 'key', 'charts.green', 'enabled active', 'active'],
    [
      'Certbot on web-01',
      /^DNS Edit · example\.com · expires in 1[12] days$/,
      'warning',
      'list.warningForeground',
      'enabled expiring',
      'expires in',
    ],
    [
      'Deploy script (old laptop)',
      /^disabled · DNS Edit \+2 · example\.net$/,
      'circle-slash',
      'disabledForeground',
      'disabled disabled',
      'disabled',
    ],
    [
      'Grafana dashboards',
      /^expired · Analytics Read \+1 · all zones$/,
      'error',
      'list.errorForeground',
      'expired',
      'expired',
    ],
    [
      'staging-worker',
      /^revoked because its secret was found in public · Workers Scripts Edit · Fernhill Coffee$/,
      'flame',
      'list.errorForeground',
      'exposed',
      'found in public',
    ],
    [
      'Black Friday cache purge',
      /^not valid before \d+ \w+ \d{4} · Cache Purge · example\.com \+2$/,
      'history',
      'charts.blue',
      'enabled not-yet-valid',
      'not valid before',
    ],
    [
      'Quantum gateway pilot',
      /^Quantum Gateway Edit \+1 · Fernhill Labs \+1$/,
      'key',
      'charts.green',
      'enabled active',
      'active',
    ],
  ];
  for (const [name, description, iconId, color, context, said] of states) {
    it(`shows state and use: ${name}`, async () => {
      const { item } = await named(name);
      const shown = String(item.description);
      assert.match(shown, description);
      const { id, color: themeColor } = item.iconPath as vscode.ThemeIcon;
      assert.deepEqual([id, themeColor?.id], [iconId, color]);
      assert.equal(item.contextValue, `token editable ${context}`);
      const spoken = item.accessibilityInformation?.label ?? '';
      assert.ok(spoken.startsWith(`${name}, `) && spoken.endsWith(', secret not stored here'), spoken);
      assert.equal(spoken.split(said).length, 2, `"${said}" is said once in: ${spoken}`);
    });
  }

  it('marks the token of the connection itself', async () => {
    const { item } = await named('VS Code');
    assert.match(String(item.description), /^this connection · Account API Tokens Edit \+6/);
  });

  it('keeps the id where no name can be had', async () => {
    const zone = 'f'.repeat(32);
    await control.plant({
      name: 'Lost zone',
      owner: await control.userId(),
      policies: [{ groups: ['DNS Read'], on: { [`com.cloudflare.api.account.zone.${zone}`]: '*' } }],
    });
    await world.explorer.refresh();
    await named('Certbot on web-01');
    const { item, node } = await world.tokenRow('Lost zone');
    assert.equal(item.description, `DNS Read · zone ${zone}`);
    const resources = (await world.rows(node)).find((row) => row.item.label === 'Resources');
    assert.match(String(resources?.item.description), new RegExp(zone));
  });

  it('shows a group that no catalogue knows by the name the policy gives it', async () => {
    const { node } = await named('Quantum gateway pilot');
    const [permissions] = await world.rows(node);
    const lines = await world.rows(permissions?.node);
    assert.deepEqual(
      lines.map(({ item }) => item.label),
      ['Quantum Gateway Edit', 'Worker Script Deploy Edit'],
    );
  });

  describe('and its secret', () => {
    const keep = async () => {
      const { node } = await world.tokenRow('Certbot on web-01');
      await world.vault.put('token', node.tokenId, new Secret(SECRET), {}).catch(() => undefined);
      await until('the row was drawn again', () => world.redrawn.includes(node));
      return (await world.tokenRow('Certbot on web-01')).item;
    };

    it('says that it is stored here, in words and with a badge that names the token only', async () => {
      const item = await keep();
      assert.match(item.contextValue ?? '', /\bkept\b/);
      assert.doesNotMatch(item.contextValue ?? '', /\bunsaved\b/);
      assert.match(item.accessibilityInformation?.label ?? '', /, secret stored in VS Code$/);
      assert.match(item.resourceUri?.toString() ?? '', /^cloudflare-token:\/[0-9a-f]{32}$/);
    });

    it('says that it is not stored yet', async () => {
      world.secrets.refuseStore = true;
      const item = await keep();
      assert.match(item.contextValue ?? '', /\bkept unsaved\b/);
      assert.match(String(item.description), /^Secret not stored · /);
      assert.equal(item.resourceUri, undefined);
      assert.equal(world.contexts.get('unsavedSecrets'), true);
    });

    it('does not say that it is stored before it is', async () => {
      const { node } = await world.tokenRow('Certbot on web-01');
      let letGo = (): void => assert.fail('Nothing was being stored.');
      const store = world.secrets.store.bind(world.secrets);
      world.secrets.store = async (key, value) => {
        await new Promise<void>((resolve) => (letGo = resolve));
        await store(key, value);
      };
      const putting = world.vault.put('token', node.tokenId, new Secret(SECRET), {});
      world.secrets.announce('token:other');
      await world.rows();
      assert.doesNotMatch((await world.tokenRow('Certbot on web-01')).item.contextValue ?? '', /kept/);
      letGo();
      await putting;
      await until('the row was drawn again', () => world.redrawn.includes(node));
      assert.match((await world.tokenRow('Certbot on web-01')).item.contextValue ?? '', /kept/);
    });
  });

  it('tells the whole token in its tooltip', async () => {
    const { item, node } = await named('Certbot on web-01');
    const { tooltip } = await world.explorer.resolveTreeItem(item, node);
    const { value, isTrusted, supportHtml } = tooltip as vscode.MarkdownString;
    for (const part of [
      'Certbot',
      'DNS',
      'Edit',
      'example',
      'expires in',
      'Secret not stored here',
      node.type === 'token' ? node.tokenId : '',
    ]) {
      assert.ok(value.includes(part), `${part} in ${value}`);
    }
    assert.ok(isTrusted !== true && supportHtml !== true);
  });

  it('has details with few words', async () => {
    const details = async (name: string) => {
      const rows = await world.rows((await named(name)).node);
      return Promise.all(
        rows.map(async ({ node, item }) => [
          item.label,
          item.description,
          ...(await world.rows(node)).map((line) =>
            [line.item.label, line.item.description].filter(Boolean).map(String).join(' · '),
          ),
        ]),
      );
    };
    const [permissions, resources, restrictions, dates] = await details('ExternalDNS k8s-prod');
    assert.deepEqual(permissions, ['Permissions', '2', 'DNS Edit · Zone', 'Zone Read · Zone']);
    assert.deepEqual(resources, [
      'Resources',
      '3',
      'All zones',
      'example.org · excluded',
      'harbour-street.example · excluded',
    ]);
    assert.deepEqual(restrictions, ['Restrictions', 'Any address']);
    assert.deepEqual(dates?.slice(0, 3), ['Dates', 'Never expires', 'Never expires']);
    const [, , backup] = await details('Office NAS backup');
    assert.deepEqual(backup, [
      'Restrictions',
      '3',
      'Only from 203.0.113.0/24',
      'Only from 2001:db8:40::/48',
      'Not from 203.0.113.66/32',
    ]);
  });

  it('of a managed policy field or date that no client knows is no trouble', async () => {
    await control.plant({
      name: 'From the future',
      owner: await control.userId(),
      policies: policies.dnsRead,
      status: 'paused by quantum' as 'active',
      future: { rotation: { period_days: 90 } },
    });
    await world.explorer.refresh();
    const { item } = await named('From the future');
    assert.match(String(item.description), /^paused by quantum · DNS Read · all zones$/);
    assert.equal((item.iconPath as vscode.ThemeIcon).id, 'question');
  });
});
