// What happens to a token after it was made: rolled, disabled, deleted, verified, copied, here or elsewhere.
import { expect, test } from './fixtures.ts';
import {
  answer,
  changesSent,
  connect,
  dismissNotifications,
  press,
  rollFromRow,
  statusFor,
  tokenRow,
  treeSettled,
  VIEW,
  welcome,
} from './steps.ts';

const NAME = 'Certbot on web-01';

test('rolling says what it breaks, and does nothing when cancelled', async ({ workbench, cloudflare }) => {
  const { control, userToken } = cloudflare;
  await connect(workbench, userToken);
  const row = tokenRow(workbench, NAME);
  const old = control.secretOf(NAME);
  await workbench.contextMenu(row, 'Roll Secret');
  const dialog = workbench.dialog(`Roll the secret of “${NAME}”?`);
  await expect(dialog).toContainText('The current secret stops working at once, everywhere it is used.');
  await answer(workbench, 'Roll the secret', 'Cancel');
  expect(changesSent(cloudflare)).toEqual([]);
  expect(control.secretOf(NAME)).toBe(old);

  const fresh = await rollFromRow(workbench, cloudflare, NAME);
  await expect(row).toHaveAccessibleName(/secret stored in VS Code/);
  expect(changesSent(cloudflare)).toEqual([`PUT /user/tokens/${control.token(NAME).id}/value`]);
  expect(await statusFor(cloudflare, fresh, '/user/tokens/verify')).toBe(200);
  expect(await statusFor(cloudflare, old, '/user/tokens/verify')).toBe(401);
});

test('a new secret that Cloudflare does not know everywhere yet is waited for', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  cloudflare.control.set({ propagationMs: 1500 });
  await rollFromRow(workbench, cloudflare, NAME);
});

test("the connection goes on after its own token's secret was rolled", async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  await workbench.contextMenu(tokenRow(workbench, 'VS Code'), 'Roll Secret');
  await expect(workbench.dialog('Roll the secret of “VS Code”?')).toContainText(
    'runs on this token and takes over the new secret',
  );
  await answer(workbench, 'Roll the secret of', 'Roll Secret');
  await expect(workbench.notification('“VS Code” has a new secret')).toBeVisible();
  await treeSettled(workbench);
  expect(await statusFor(cloudflare, cloudflare.userToken, '/user/tokens')).toBe(403);
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Disable Token');
  await answer(workbench, 'Disable', 'Disable Token');
  await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/disabled/);
  await workbench.reload();
  await workbench.openView(VIEW);
  await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/disabled/);
});

test("deleting the connection's own token warns, and disconnects", async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  await workbench.contextMenu(tokenRow(workbench, 'VS Code'), 'Delete Token');
  await expect(workbench.dialog('Delete “VS Code”?')).toContainText('will be gone with it');
  await answer(workbench, 'Delete “VS Code”?', 'Delete Token');
  await expect(welcome(workbench)).toBeVisible();
  expect(await statusFor(cloudflare, cloudflare.userToken, '/user/tokens/verify')).toBe(401);
});

test('disabling and enabling change the status and nothing else', async ({ workbench, cloudflare }) => {
  const { control } = cloudflare;
  const name = 'Quantum gateway pilot'; // has a group, a resource and a field that no client of today knows
  await connect(workbench, cloudflare.userToken);
  // Policies get new ids with every PUT, and come in any order.
  const rest = (): unknown => {
    const token = control.token(name);
    const policies = token.policies.map(({ effect, groupIds, resources }) =>
      JSON.stringify([effect, [...groupIds].sort(), resources]),
    );
    return { ...token, policies: policies.sort(), status: undefined, modifiedOn: undefined };
  };
  const before = rest();
  const row = tokenRow(workbench, name);
  await workbench.contextMenu(row, 'Disable Token');
  await expect(workbench.dialog(`Disable “${name}”?`)).toContainText('refused until it is enabled again');
  await answer(workbench, 'Disable', 'Disable Token');
  await expect(row).toHaveAccessibleName(/disabled/);
  expect(control.token(name).status).toBe('disabled');
  expect(rest()).toEqual(before);
  await workbench.contextMenu(row, 'Enable Token');
  await expect(row).toHaveAccessibleName(/active/);
  expect(control.token(name).status).toBe('active');
  expect(rest()).toEqual(before);
});

test('deleting asks first, and forgets the secret with the token', async ({ workbench, cloudflare }) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const secret = await rollFromRow(workbench, cloudflare, NAME);
  const row = tokenRow(workbench, NAME);
  await workbench.contextMenu(row, 'Delete Token');
  await answer(workbench, `Delete “${NAME}”?`, 'Cancel');
  expect(control.token(NAME).secret).toBe(secret);
  await workbench.contextMenu(row, 'Delete Token');
  await answer(workbench, `Delete “${NAME}”?`, 'Delete Token');
  await expect(workbench.notification(`Deleted “${NAME}”`)).toBeVisible();
  await expect(row).toHaveCount(0);
  expect(await statusFor(cloudflare, secret, '/user/tokens/verify')).toBe(401);
  const offered = await workbench.commandsFor('Cloudflare Tokens:');
  expect(offered.join('\n')).not.toMatch(/Copy Secret|Insert Secret|Forget Secret(?!s)/); // nothing is stored any more
});

for (const { entry, dialog, button, words } of [
  {
    entry: 'Roll Secret',
    dialog: 'Roll the secret',
    button: 'Roll Secret',
    words: 'The secret was not rolled.',
  },
  {
    entry: 'Disable Token',
    dialog: 'Disable',
    button: 'Disable Token',
    words: 'The token was not disabled.',
  },
]) {
  test(`${entry} on a token that was deleted elsewhere says so, and its row goes`, async ({
    workbench,
    cloudflare,
  }) => {
    await connect(workbench, cloudflare.userToken);
    const row = tokenRow(workbench, NAME);
    await expect(row).toBeVisible();
    cloudflare.control.remove(NAME);
    await workbench.contextMenu(row, entry);
    await answer(workbench, dialog, button);
    await expect(workbench.notification(words)).toContainText('somebody deleted it elsewhere');
    await expect(row).toHaveCount(0);
  });
}

test('deleting what was deleted elsewhere is no failure', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  const row = tokenRow(workbench, NAME);
  await expect(row).toBeVisible();
  cloudflare.control.remove(NAME);
  await workbench.contextMenu(row, 'Delete Token');
  await answer(workbench, 'Delete', 'Delete Token');
  await expect(workbench.notification(`Deleted “${NAME}”`)).toBeVisible();
  await expect(row).toHaveCount(0);
});

test('when the answer to a roll is lost, the person learns that the old secret is dead and rolls again', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  await rollFromRow(workbench, cloudflare, NAME);
  control.clearRequests();
  control.inject({
    method: 'PUT',
    path: '/user/tokens/*/value',
    times: 1,
    trouble: { do: 'reset', when: 'after' },
  });
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Roll Secret');
  await answer(workbench, 'Roll the secret', 'Roll Secret');
  const lost = workbench.notification('its new secret was lost on the way');
  await expect(lost).toContainText('the old one no longer works');
  expect(changesSent(cloudflare)).toHaveLength(1); // never sent again by itself
  await press(workbench, 'its new secret was lost on the way', 'Roll Again');
  await answer(workbench, 'Roll the secret', 'Roll Secret');
  await expect(workbench.notification('It is stored and works.')).toBeVisible();
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Copy Secret');
  await expect.poll(() => workbench.clipboard()).toBe(control.secretOf(NAME));
});

test('a roll that got lost on its way there leaves the old secret, and says so', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const old = await rollFromRow(workbench, cloudflare, NAME);
  control.inject({
    method: 'PUT',
    path: '/user/tokens/*/value',
    times: 1,
    trouble: { do: 'reset', when: 'before' },
  });
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Roll Secret');
  await answer(workbench, 'Roll the secret', 'Roll Secret');
  await expect(
    workbench.notification('was not rolled: the answer was lost, but the old secret still works'),
  ).toBeVisible();
  expect(control.secretOf(NAME)).toBe(old);
  await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/secret stored in VS Code/);
});

test('a forgotten secret is gone from here, and from nowhere else', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  const secret = await rollFromRow(workbench, cloudflare, NAME);
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Forget Secret');
  await answer(workbench, `Forget the secret of “${NAME}”`, 'Forget Secret');
  await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/secret not stored here/);
  expect(cloudflare.control.secretOf(NAME)).toBe(secret);
});

test.describe('with a short time on the clipboard', () => {
  test.use({ settings: { 'cloudflareTokens.clipboardClearSeconds': 4 } });

  test('a copied secret leaves the clipboard by itself', async ({ workbench, cloudflare }) => {
    await connect(workbench, cloudflare.userToken);
    const secret = await rollFromRow(workbench, cloudflare, NAME);
    await workbench.contextMenu(tokenRow(workbench, NAME), 'Copy Secret');
    await expect.poll(() => workbench.clipboard()).toBe(secret);
    await expect.poll(() => workbench.clipboard()).toBe('');
  });
});

test('a pasted secret is verified from the palette, whatever state its token is in', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  await expect(tokenRow(workbench, NAME)).toBeVisible();
  const verdict = async (secret: string, words: string): Promise<void> => {
    await workbench.command('Cloudflare Tokens: Verify Token');
    await workbench.type(secret, 'Paste the secret to verify');
    await expect(workbench.notification(words)).toBeVisible();
    await dismissNotifications(workbench);
  };
  await verdict(control.secretOf(NAME), `“${NAME}” works: Cloudflare says it is active. Expires`);
  await verdict(control.secretOf('Grafana dashboards'), '“Grafana dashboards” does not work: expired');
  await verdict(control.secretOf('Deploy script (old laptop)'), 'does not work: disabled');
  await verdict(control.secretOf('Gallery site DNS'), '“Gallery site DNS” works'); // an account's
  await verdict(control.secretOf('Office NAS backup'), "does not allow this computer's address");
  await verdict(`cfut_${'0'.repeat(48)}`, 'Cloudflare does not accept the secret');
});

test('a token whose secret was rolled elsewhere does not verify, and the person learns why', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  await rollFromRow(workbench, cloudflare, NAME);
  const path = `/user/tokens/${control.token(NAME).id}/value`;
  expect(await statusFor(cloudflare, cloudflare.userToken, path, 'PUT', {})).toBe(200);
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Verify Token');
  await expect(workbench.notification('could not be verified')).toContainText('it was rolled elsewhere');
});

test('the palette offers what can work', async ({ workbench, cloudflare }) => {
  // Asked for one by one, because the palette has no more rows than there is room for.
  const offers = async (title: string): Promise<boolean> =>
    (await workbench.commandsFor(`Cloudflare Tokens: ${title}`)).some((row) =>
      row.includes(`Cloudflare Tokens: ${title}`),
    );
  const onlyConnected = ['Roll Secret', 'Create Token', 'Disconnect', 'Refresh'];
  await workbench.openView(VIEW);
  await expect(welcome(workbench)).toBeVisible();
  for (const title of [...onlyConnected, 'Insert Secret', 'Store Secret Again'])
    expect(await offers(title), title).toBe(false);
  expect(await offers('Connect to Cloudflare')).toBe(true);
  await connect(workbench, cloudflare.userToken);
  for (const title of onlyConnected) expect(await offers(title), title).toBe(true);
  for (const title of ['Store Secret Again', 'Connect with CLOUDFLARE_API_TOKEN'])
    expect(await offers(title), title).toBe(false);
});

test('from the palette the token is picked, and its ID copied', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  await workbench.command('Cloudflare Tokens: Copy Token ID');
  await workbench.quickInput().locator('input').fill('Gallery');
  await workbench.quickPick('Gallery site DNS');
  await expect.poll(() => workbench.clipboard()).toBe(cloudflare.control.token('Gallery site DNS').id);
});

test("a row leads to its owner's page in the dashboard", async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  await workbench.contextMenu(tokenRow(workbench, 'Gallery site DNS'), 'Open in Dashboard');
  const [, , harbour] = cloudflare.accounts;
  await expect(workbench.dialog('open the external website')).toContainText(
    `https://dash.cloudflare.com/${harbour}/`,
  );
});
