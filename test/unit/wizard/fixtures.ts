// What the wizard's tests share: owners, a small catalogue, and services that record what they are asked.
import { buildCatalogue } from '../../../src/tokens/catalogue.ts';
import { Secret } from '../../../src/tokens/secret.ts';
import { draftOf } from '../../../src/tokens/draftOf.ts';
import type { PermissionGroup, Token } from '../../../src/tokens/token.ts';
import type { OpenedToken, OwnerChoice } from '../../../src/wizard/messages.ts';
import type { WizardServices } from '../../../src/wizard/services.ts';

export const ACCOUNT = 'a'.repeat(32);
export const ZONE = 'b'.repeat(32);
export const TOKEN = 'c'.repeat(32);
export const USER = 'd'.repeat(32);
/** Looks like a secret and occurs nowhere else. */
export const CANARY = `cfut_${'Canary4711'.repeat(4)}0badcafe`;

export const user: OwnerChoice = {
  connectionId: 'c1',
  owner: { kind: 'user' },
  name: 'ada@example.com',
  connection: 'ada@example.com',
  userId: USER,
  canCreate: true,
};

export const account: OwnerChoice = {
  connectionId: 'c1',
  owner: { kind: 'account', accountId: ACCOUNT },
  name: 'Acme',
  connection: 'ada@example.com',
  canCreate: true,
};

const group = (id: string, name: string, scope: string): PermissionGroup => ({ id, name, scopes: [scope] });

/** The groups that "Edit zone DNS" and "WordPress" need, by their real ids, and some of other scopes. */
export const groups: readonly PermissionGroup[] = [
  group('4755a26eedb94da69e1066d98aa820be', 'DNS Write', 'com.cloudflare.api.account.zone'),
  group('82e64a83756745bbbb1c9c2701bf816b', 'DNS Read', 'com.cloudflare.api.account.zone'),
  group('c8fed203ed3043cba015a93ad1616f1f', 'Zone Read', 'com.cloudflare.api.account.zone'),
  group('7cf72faf220841aabcfdfab81c43c4f6', 'Billing Read', 'com.cloudflare.api.account'),
  group('8acbe5bb0d54464ab867149d7f7cf8ac', 'User Details Read', 'com.cloudflare.api.user'),
  group(
    '2efd5506f9c8494dacb1fa10a3e7d5b6',
    'Workers R2 Storage Bucket Item Write',
    'com.cloudflare.edge.r2.bucket',
  ),
  group('e'.repeat(32), 'Flagship Evaluate', 'com.cloudflare.api.account.flagship.app'),
];

export const catalogue = buildCatalogue(groups);

/** The catalogue's entry with this API name. */
export function entry(name: string) {
  const found = catalogue.entries.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no group ${name}`);
  return found;
}

/** A token that may edit the DNS of one zone, as it is read to be edited. */
export function opened(changes: Partial<Token> = {}): OpenedToken {
  const token: Token = {
    id: TOKEN,
    owner: user.owner,
    name: 'Deploy',
    status: 'active',
    policies: [
      {
        effect: 'allow',
        groups: [{ id: entry('DNS Write').id, name: 'DNS Write' }],
        resources: { [`com.cloudflare.api.account.zone.${ZONE}`]: '*' },
      },
    ],
    ...changes,
  };
  const mentioned = { zones: [{ id: ZONE, name: 'example.com', accountId: ACCOUNT }], accounts: [] };
  const names = { zone: () => 'example.com', account: () => undefined };
  return { token, draft: draftOf(token, catalogue, names), mentioned };
}

/** Services that answer something sensible; each test replaces what it is about. */
export function services(replaced: Partial<WizardServices> = {}): WizardServices {
  return {
    owners: () => Promise.resolve([user, account]),
    onOwnersChanged: () => () => undefined,
    catalogue: () => Promise.resolve(catalogue),
    accounts: () => Promise.resolve([{ id: ACCOUNT, name: 'Acme' }]),
    zones: () =>
      Promise.resolve({
        items: [{ id: ZONE, name: 'example.com', status: 'active', accountId: ACCOUNT, accountName: 'Acme' }],
        hasMore: false,
        total: 1,
      }),
    templates: () => Promise.resolve([]),
    onTemplatesChanged: () => () => undefined,
    saveTemplate: () => Promise.resolve(true),
    openTemplate: () => Promise.resolve(),
    openPage: () => Promise.resolve(),
    pickToken: () => Promise.resolve(undefined),
    buckets: () => Promise.resolve(['photos', 'backups']),
    preview: (_of, request) => ({ method: 'POST', path: '/user/tokens', body: request }),
    create: () => Promise.resolve({ outcome: 'created', tokenId: TOKEN }),
    attempted: () => undefined,
    exports: () => Promise.resolve({ curl: 'curl', terraform: 'hcl', link: { missing: [], byHand: [] } }),
    tokenNames: () => Promise.resolve([{ id: TOKEN, name: 'Deploy' }]),
    open: () => Promise.resolve(opened()),
    save: () => Promise.resolve({ outcome: 'saved', opened: opened() }),
    tellOutcome: () => undefined,
    rollFound: () => Promise.resolve(true),
    deleteFound: () => Promise.resolve(true),
    whereabouts: () => Promise.resolve('stored'),
    retryStore: () => Promise.resolve(),
    copySecret: () => Promise.resolve(60),
    insertSecret: () => Promise.resolve(),
    copyS3Secret: () => Promise.resolve(60),
    openTerminal: () => Promise.resolve(true),
    revealSecret: () => Promise.resolve(new Secret(CANARY)),
    testSecret: () => Promise.resolve({ works: true, message: 'It works.' }),
    verifyCommand: (_of, variable) => `curl $${variable}`,
    connect: () => Promise.resolve(),
    problemOf: (error) => ({ message: error instanceof Error ? error.message : 'failed' }),
    ...replaced,
  };
}
