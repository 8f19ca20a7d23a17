// Editing tokens that were made elsewhere: what changes is said, what is not understood survives, and nobody else's
// change is lost.
import type { Cloudflare } from '../cloudflare/index.ts';
import type { StoredToken } from '../cloudflare/model.ts';
import { on } from '../cloudflare/policyDrafts.ts';
import type { Workbench } from '../vscode/index.ts';
import { expect, test } from './fixtures.ts';
import { answer, changesSent, connect, statusFor, tokenRow, zoneId } from './steps.ts';
import { storedInBrowser } from './storage.ts';
import { type Wizard, wizardIn } from './wizard.ts';

type Zones = Readonly<Record<'shop' | 'corporate' | 'wholesale', { id: string }>>;

function zonesOf({ control }: Cloudflare): Zones {
  const zone = (name: string) => {
    const found = [...control.state.zones.values()].find((one) => one.name === name);
    if (found === undefined) throw new Error(`no zone is called ${name}`);
    return found;
  };
  return { shop: zone('example.com'), corporate: zone('example.org'), wholesale: zone('example.net') };
}

/** A token with something of everything, and much that no wizard of today knows. */
function plant(cloudflare: Cloudflare, name = 'Edge worker'): StoredToken {
  const { control } = cloudflare;
  const zones = [...control.state.zones.values()];
  const [shop, corporate] = ['example.com', 'example.org'].map((one) => zones.find((z) => z.name === one));
  if (shop === undefined || corporate === undefined) throw new Error('the demo lacks its zones');
  control.state.futureFields.add('quantum_seal');
  return control.addToken({
    name,
    owner: control.person,
    policies: [
      { groups: ['DNS Write', 'Zone Read'], on: on.everyZone },
      { effect: 'deny', groups: ['DNS Write', 'Zone Read'], on: on.zones(corporate) },
      // A zone's permission on an account: accepted, and nothing that a draft can say.
      { groups: ['Cache Purge'], on: { [`com.cloudflare.api.account.${shop.accountId}`]: '*' } },
    ],
    condition: { request_ip: { in: ['127.0.0.0/8', '::1/128'] } },
    future: { quantum_seal: { level: 3, keys: ['a', 'b'] } },
  });
}

async function edit(workbench: Workbench, name: string): Promise<Wizard> {
  await workbench.contextMenu(tokenRow(workbench, name), 'Edit Token');
  const wizard = wizardIn(workbench);
  await wizard.expectStep('summary');
  return wizard;
}

/** Workers R2 Storage Read; two permissions have the same label and level. */
const R2_READ = 'b4992e1108244f5d8bfbd5744320c2e1';

/** Gives the token of the wizard a permission on an account. */
async function addR2(wizard: Wizard): Promise<void> {
  await wizard.at('step-permissions').click();
  await wizard.fill('permission-search', 'r2 storage');
  await wizard.at(`group-${R2_READ}`).check();
  await wizard.goOn('resources');
  await wizard.account('Fernhill Coffee');
  await wizard.at('step-summary').click();
  await wizard.expectStep('summary');
}

const bucketsPath = ({ accounts }: Cloudflare) => `/accounts/${accounts[0]}/r2/buckets`;

const putsTo = (cloudflare: Cloudflare, { id }: { readonly id: string }) =>
  changesSent(cloudflare).filter((change) => change === `PUT /user/tokens/${id}`).length;

test('an edit says what it changes, changes that, and nothing else', async ({ workbench, cloudflare }) => {
  const { control } = cloudflare;
  const token = plant(cloudflare);
  const before = structuredClone(token);
  await connect(workbench, cloudflare.userToken);
  const wizard = await edit(workbench, 'Edge worker');
  await expect(wizard.at('unchanged')).toBeVisible();
  await expect(wizard.at('save')).toHaveAttribute('disabled');
  await expect(wizard.at('summary')).toContainText('DNS Edit and Zone Read on all zones, except example.org');

  await wizard.at('step-start').click();
  await wizard.fill('name', 'Edge worker 2');
  await wizard.at('step-resources').click();
  await wizard.at('zone-target-chosen').check();
  await wizard.zone('example.com');
  await addR2(wizard);
  const changes = wizard.at('changes');
  await expect(changes).toContainText('Name “Edge worker 2”, instead of “Edge worker”');
  await expect(changes).toContainText('DNS Edit and Zone Read no longer on all zones, only on example.com');
  await expect(changes).toContainText('Workers R2 Storage Read on Fernhill Coffee');
  await expect(wizard.at('breaks')).toContainText('lose DNS Edit and Zone Read');
  await wizard.at('preview').getByText('Request to Cloudflare').first().click();
  await expect(wizard.at('preview')).toContainText(`PUT /user/tokens/${token.id}`);
  await expect(wizard.at('preview')).toContainText('quantum_seal');
  expect(changesSent(cloudflare)).toEqual([]);
  await wizard.at('save').click();
  await expect(wizard.at('saved')).toContainText('“Edge worker 2” is saved');
  await expect(tokenRow(workbench, 'Edge worker 2')).toBeVisible();

  const after = control.token(token.id);
  expect(after.secret).toBe(before.secret);
  expect([after.future, after.condition, after.status]).toEqual([before.future, before.condition, 'active']);
  expect(after.policies.flatMap(({ resources }) => Object.keys(resources))).toContain(
    Object.keys(before.policies[2]?.resources ?? {})[0],
  );
  const dns = (zone: string) => `/zones/${zoneId(cloudflare, zone)}/dns_records`;
  const statuses = await Promise.all(
    ['example.com', 'example.net', 'example.org'].map((zone) =>
      statusFor(cloudflare, after.secret, dns(zone)),
    ),
  );
  expect(statuses).toEqual([200, 403, 403]);
  expect(await statusFor(cloudflare, after.secret, bucketsPath(cloudflare))).toBe(200);
  expect(putsTo(cloudflare, token)).toBe(1);

  await wizard.at('close').click();
  await workbench.command('Cloudflare Tokens: Edit Token');
  await workbench.quickPick('Edge worker 2');
  await wizard.expectStep('summary');
  await wizard.at('step-start').click();
  await wizard.fill('name', 'Kept by the page');
  await expect.poll(() => storedInBrowser(workbench.page)).toContain('Kept by the page');
  await workbench.reload();
  await expect(wizard.at('name').locator('input')).toHaveValue('Kept by the page');
  await wizard.at('step-summary').click();
  await wizard.at('save').click();
  await expect(wizard.at('saved')).toBeVisible();
  expect(control.token(token.id).future).toEqual(before.future);
});

test('a change made elsewhere meanwhile stops the save, and both changes can be kept', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  const token = plant(cloudflare);
  const zones = zonesOf(cloudflare);
  await connect(workbench, cloudflare.userToken);
  const wizard = await edit(workbench, 'Edge worker');
  await addR2(wizard);
  await expect(wizard.at('changes')).toContainText('Workers R2 Storage Read');

  // Somebody else renames it and gives DNS Read on one zone meanwhile.
  token.name = 'Edge worker (theirs)';
  token.policies = [...token.policies, ...readPolicy(control, zones.wholesale.id)];
  await wizard.at('save').click();
  const conflict = wizard.at('conflict');
  await expect(conflict).toContainText('Somebody changed this token while you were editing it');
  await expect(wizard.at('conflict-name')).toContainText('changed by them');
  await expect(wizard.at('conflict-name')).toContainText('Edge worker (theirs)');
  await expect(wizard.at('conflict-permissions')).toContainText('changed by both');
  expect(putsTo(cloudflare, token)).toBe(0);
  await wizard.at('keep-mine').click();
  await expect(conflict).toBeHidden();
  await expect(wizard.at('summary')).toContainText('Edge worker (theirs)');
  await expect(wizard.at('summary')).toContainText('Analytics Read on example.net');
  await expect(wizard.at('changes')).toContainText('Workers R2 Storage Read');
  await expect(wizard.at('changes')).not.toContainText('Analytics');
  await wizard.at('save').click();
  await expect(wizard.at('saved')).toBeVisible();
  const after = control.token(token.id);
  expect(after.name).toBe('Edge worker (theirs)');
  expect(await statusFor(cloudflare, after.secret, `/zones/${zones.shop.id}/dns_records`)).toBe(200);
  expect(await statusFor(cloudflare, after.secret, bucketsPath(cloudflare))).toBe(200);

  // Once more, and this time the own change is given up.
  await wizard.at('step-start').click();
  await wizard.fill('name', 'Mine');
  await wizard.at('step-summary').click();
  token.name = 'Theirs again';
  await wizard.at('save').click();
  await wizard.at('drop-mine').click();
  await expect(wizard.at('unchanged')).toBeVisible();
  await expect(wizard.at('summary')).toContainText('Theirs again');
  expect(control.token(token.id).name).toBe('Theirs again');
});

test('a lost answer, a deleted token and a refused grant each lead on', async ({ workbench, cloudflare }) => {
  const { control } = cloudflare;
  const token = plant(cloudflare);
  const path = `/user/tokens/${token.id}`;
  await connect(workbench, cloudflare.userToken);
  const wizard = await edit(workbench, 'Edge worker');
  const rename = async (name: string): Promise<void> => {
    await wizard.at('step-start').click();
    await wizard.fill('name', name);
    await wizard.at('step-summary').click();
    await wizard.at('save').click();
  };
  control.inject({ method: 'PUT', path, times: 1, trouble: { do: 'reset', when: 'after' } });
  await rename('Arrived');
  await expect(wizard.at('saved')).toContainText('“Arrived” is saved');
  expect(putsTo(cloudflare, token)).toBe(1);

  const trouble = { do: 'error', status: 400, code: 400, message: 'name must be unique' } as const;
  control.inject({ method: 'PUT', path, times: 1, trouble });
  await rename('Taken');
  await wizard.expectStep('start');
  await expect(wizard.at('problem')).toContainText('name must be unique');
  await wizard.at('step-summary').click();
  await expect(wizard.at('view-summary')).not.toContainText('Nothing has been sent yet');

  control.remove(token.id);
  await wizard.at('save').click();
  await expect(wizard.at('gone')).toContainText('The token no longer exists');
  await expect(tokenRow(workbench, 'Arrived')).toHaveCount(0);
  await wizard.at('make-anew').click();
  await wizard.at('create').click();
  await wizard.expectStep('secret');
  expect(control.token('Taken').id).not.toBe(token.id);
});

test('the connection’s own token is not narrowed without a word', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await edit(workbench, 'VS Code');
  await wizard.at('step-permissions').click();
  await wizard.at('chosen').getByRole('button', { name: 'Remove User API Tokens Edit' }).click();
  await wizard.at('step-summary').click();
  await wizard.at('save').click();
  const question = 'Take from this connection the right to manage tokens?';
  await expect(workbench.dialog(question)).toContainText('loses API Tokens Edit');
  await answer(workbench, question, 'Cancel');
  await expect(wizard.at('save')).not.toHaveAttribute('disabled');
  expect(changesSent(cloudflare)).toEqual([]);
});

/** DNS of one zone, for reading, as the local Cloudflare keeps it. */
function readPolicy(control: Cloudflare['control'], zone: string): StoredToken['policies'] {
  const group = [...control.state.groups.values()].find(({ name }) => name === 'Analytics Read');
  if (group === undefined) throw new Error('no such group');
  return [
    {
      id: 'f'.repeat(32),
      effect: 'allow',
      groupIds: [group.id],
      resources: { [`com.cloudflare.api.account.zone.${zone}`]: '*' },
    },
  ];
}
