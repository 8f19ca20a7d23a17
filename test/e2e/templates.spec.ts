// One token from each of Cloudflare's templates, and custom ones: what Cloudflare then has, and what the token can do.
import type { Cloudflare } from '../cloudflare/index.ts';
import { expect, test } from './fixtures.ts';
import { connect, statusFor, zoneId } from './steps.ts';
import { openWizard, toSummary, type Wizard } from './wizard.ts';

/** A token's policies, sorted, with groups by name and zones and accounts by name where they have one. */
function policiesOf({ control }: Cloudflare, name: string): string[] {
  const { zones, accounts, groups } = control.state;
  const named = (text: string): string =>
    text.replace(/\b[0-9a-f]{32}\b/g, (id) =>
      id === control.person.id ? 'me' : (zones.get(id)?.name ?? accounts.get(id)?.name ?? id),
    );
  return control
    .token(name)
    .policies.map(({ effect, groupIds, resources }) => {
      const names = groupIds.map((id) => groups.get(id)?.name ?? id).sort();
      return `${effect} ${names.join(', ')} on ${named(JSON.stringify(resources))}`;
    })
    .sort();
}

const onZone = '{"com.cloudflare.api.account.zone.example.com":"*"}';
const onAccount = '{"com.cloudflare.api.account.Fernhill Coffee":"*"}';
const onMe = '{"com.cloudflare.api.user.me":"*"}';
const onEveryAccount = '{"com.cloudflare.api.account.*":"*"}';
const onEveryZone = '{"com.cloudflare.api.account.zone.*":"*"}';

const RECORD = { type: 'TXT', name: '_test.example.com', content: '"here"' };

interface Case {
  readonly template: string;
  /** What has to be chosen on the resources step. */
  readonly choose?: (wizard: Wizard) => Promise<void>;
  readonly policies: readonly string[];
  /** What the token is answered: to reading and to adding DNS records of example.com, to reading those of example.org. */
  readonly dns: readonly [read: number, add: number, elsewhere: number];
}

const zone = (wizard: Wizard): Promise<void> => wizard.zone('example.com');
const zoneAndAccount = async (wizard: Wizard): Promise<void> => {
  await wizard.account('Fernhill Coffee');
  await wizard.zone('example.com');
};

const cases: readonly Case[] = [
  {
    template: 'edit-zone-dns',
    choose: zone,
    policies: [`allow DNS Write on ${onZone}`],
    dns: [200, 200, 403],
  },
  {
    template: 'read-billing-info',
    policies: [`allow Billing Read on ${onEveryAccount}`],
    dns: [403, 403, 403],
  },
  {
    template: 'read-analytics-and-logs',
    choose: zone,
    policies: [`allow Analytics Read, Logs Read on ${onZone}`],
    dns: [403, 403, 403],
  },
  {
    template: 'edit-cloudflare-workers',
    choose: zoneAndAccount,
    policies: [
      `allow Account Settings Read, Workers KV Storage Write, Workers R2 Storage Write, Workers Scripts Write, Workers Tail Read on ${onAccount}`,
      `allow Memberships Read, User Details Read on ${onMe}`,
      `allow Workers Routes Write on ${onZone}`,
    ],
    dns: [403, 403, 403],
  },
  {
    template: 'edit-load-balancing',
    choose: zoneAndAccount,
    policies: [
      `allow Load Balancers Write on ${onZone}`,
      `allow Load Balancing: Monitors and Pools Write on ${onAccount}`,
    ],
    dns: [403, 403, 403],
  },
  {
    template: 'wordpress',
    policies: [
      `allow Account Settings Read on ${onEveryAccount}`,
      `allow Analytics Read, Cache Purge, DNS Read, Zone Read, Zone Settings Write on ${onEveryZone}`,
    ],
    dns: [200, 403, 200],
  },
  {
    template: 'create-additional-tokens',
    policies: [`allow API Tokens Write on ${onMe}`],
    dns: [403, 403, 403],
  },
];

for (const { template, choose, policies, dns } of cases) {
  test(`the template ${template}`, async ({ workbench, cloudflare }) => {
    await connect(workbench, cloudflare.userToken);
    const wizard = await toSummary(workbench, { template, name: template, choose });
    await wizard.create();
    await expect(wizard.at('stored')).toBeVisible();
    expect(policiesOf(cloudflare, template)).toEqual(policies);
    expect(await dnsAnswers(cloudflare, cloudflare.control.secretOf(template))).toEqual(dns);
  });
}

async function dnsAnswers(cloudflare: Cloudflare, secret: string): Promise<number[]> {
  const records = (name: string): string => `/zones/${zoneId(cloudflare, name)}/dns_records`;
  return [
    await statusFor(cloudflare, secret, records('example.com')),
    await statusFor(cloudflare, secret, records('example.com'), 'POST', RECORD),
    await statusFor(cloudflare, secret, records('example.org')),
  ];
}

test('the template read-all-resources reads everything and writes nothing', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.template('read-all-resources');
  await wizard.goOn('permissions');
  await expect(wizard.at('chosen-count')).toContainText(/1\d\d permissions chosen/);
  await wizard.goOn('resources');
  await wizard.goOn('summary');
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();
  const policies = policiesOf(cloudflare, 'Read all resources');
  expect(policies.map((policy) => policy.replace(/^.* on /, ''))).toEqual(
    expect.arrayContaining([onEveryAccount, onMe, onEveryZone]),
  );
  expect(policies).toHaveLength(3);
  expect(policies.join('\n')).not.toMatch(/ (Write|Edit|Purge|Revoke)\b/);
  expect(await dnsAnswers(cloudflare, cloudflare.control.secretOf('Read all resources'))).toEqual([
    200, 403, 200,
  ]);
});

test('a custom token of four policies: zones of an account but one, the account, a bucket; addresses and an end', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.template('custom');
  await wizard.fill('name', 'By hand');
  await wizard.goOn('permissions');
  await wizard.permission('edit dns', 'DNS', 'Edit');
  await wizard.permission('r2 bucket item', 'Workers R2 Storage Bucket Item', 'Read');
  await wizard.permission('account settings', 'Account Settings', 'Read');
  await expect(wizard.at('chosen-count')).toHaveText('3 permissions chosen');
  await wizard.goOn('resources');
  const zones = wizard.at('part-zone');
  await zones.getByTestId('zone-target-ofAccounts').check();
  await zones.getByRole('checkbox', { name: 'Fernhill Coffee' }).check();
  await zones.getByTestId('exclude').click();
  await zones.getByTestId('exceptions').getByRole('checkbox', { name: 'example.org' }).check();
  await wizard.at('part-account').getByRole('checkbox', { name: 'Fernhill Coffee' }).check();
  const buckets = wizard.at('part-bucket');
  await buckets.getByTestId('bucket-target-chosen').check();
  await buckets.getByRole('combobox', { name: 'Account' }).selectOption('Fernhill Coffee');
  await buckets.getByRole('checkbox', { name: 'product-photos' }).check();
  await wizard.goOn('restrictions');
  await wizard.at('addresses-allow').fill('127.0.0.0/8');
  await wizard.goOn('summary');
  await wizard.at('lifetime-30-days').check();
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();
  const [account] = cloudflare.accounts;
  expect(control.token('By hand').condition).toEqual({ request_ip: { in: ['127.0.0.0/8'] } });
  expect(policiesOf(cloudflare, 'By hand')).toEqual([
    'allow Account Settings Read on {"com.cloudflare.api.account.Fernhill Coffee":"*"}',
    'allow DNS Write on {"com.cloudflare.api.account.Fernhill Coffee":{"com.cloudflare.api.account.zone.*":"*"}}',
    `allow Workers R2 Storage Bucket Item Read on {"com.cloudflare.edge.r2.bucket.${account}_default_product-photos":"*"}`,
    'deny DNS Write on {"com.cloudflare.api.account.zone.example.org":"*"}',
  ]);
  const days = ((control.token('By hand').expiresOn ?? 0) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(30);
  expect(await dnsAnswers(cloudflare, control.secretOf('By hand'))).toEqual([200, 200, 403]); // both are Fernhill Coffee's
});

test('an account-owned token goes without what belongs to users', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.at('owner').selectOption('Account Fernhill Coffee');
  await wizard.template('edit-cloudflare-workers');
  await expect(wizard.at('omitted')).toContainText('Memberships Read');
  await wizard.fill('name', 'Worker deploys');
  await wizard.goOn('permissions');
  await wizard.goOn('resources');
  await expect(wizard.at('part-account')).toContainText('Applies to Fernhill Coffee');
  await wizard.at('zone-target-ofAccounts').check();
  await wizard.goOn('summary');
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();
  const [account] = cloudflare.accounts;
  expect(cloudflare.control.token('Worker deploys').owner).toEqual({ kind: 'account', accountId: account });
  expect(policiesOf(cloudflare, 'Worker deploys')).toEqual([
    `allow Account Settings Read, Workers KV Storage Write, Workers R2 Storage Write, Workers Scripts Write, Workers Tail Read on ${onAccount}`,
    'allow Workers Routes Write on {"com.cloudflare.api.account.Fernhill Coffee":{"com.cloudflare.api.account.zone.*":"*"}}',
  ]);
  await wizard.at('test').click();
  await expect(wizard.at('verdict')).toContainText('It works');
});
