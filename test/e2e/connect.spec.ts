// Connecting and disconnecting: what is accepted, what is refused and in which words, and where requests go.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { on, startCloudflare } from '../cloudflare/index.ts';
import type { Cloudflare, Trouble } from '../cloudflare/index.ts';
import type { Workbench } from '../vscode/index.ts';
import { expect, test } from './fixtures.ts';
import {
  answer,
  connect,
  dismissNotifications,
  press,
  rollFromRow,
  tokenRow,
  tryToConnect,
  VIEW,
  welcome,
} from './steps.ts';

const UNKNOWN = `cfut_${'0'.repeat(48)}`;

test('what cannot be a management token is told apart before anything is sent', async ({
  workbench,
  cloudflare,
}) => {
  await workbench.openView(VIEW);
  await welcome(workbench).click();
  const box = workbench.quickInput();
  const says = async (pasted: string, words: string): Promise<void> => {
    await workbench.type(pasted);
    await expect(box.locator('.quick-input-message')).toContainText(words);
  };
  await says(cloudflare.control.person.apiKey, 'Global API key');
  await says(`cfoat_${'a'.repeat(43)}`, 'Wrangler login');
  await says('cfut_short', 'This has 10 of 53 characters');
  await says('0123456789abcdef0123456789abcdef', 'This is an ID');
  await says('$CLOUDFLARE_API_TOKEN', 'the name of a variable');
  await workbench.page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await expect(welcome(workbench)).toBeVisible();
  expect(cloudflare.control.requests()).toEqual([]);
});

test('a token is taken out of what was copied around it', async ({ workbench, cloudflare }) => {
  await connect(workbench, `export CLOUDFLARE_API_TOKEN="${cloudflare.userToken}"`);
  await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
});

for (const verifyInactive of ['status', 'refused'] as const) {
  test.describe(`where Cloudflare's verify answers ${verifyInactive} for tokens that are not active`, () => {
    test.use({ cloudflareOptions: { settings: { verifyInactive } } });

    test('tokens that do not work are refused with the reason', async ({ workbench, cloudflare }) => {
      const { control } = cloudflare;
      const { policies } = control.token('VS Code');
      const management = (name: string, more: object): string => {
        const added = control.addToken({ name, owner: control.person, policies: [], ...more });
        added.policies = policies;
        return added.secret;
      };
      const refused = async (secret: string, words: RegExp): Promise<void> => {
        await tryToConnect(workbench, secret);
        await expect(workbench.notification('Could not connect to Cloudflare.')).toContainText(words);
        await workbench.command('Notifications: Clear All Notifications');
        await expect(welcome(workbench)).toBeVisible();
      };
      await refused(UNKNOWN, /Cloudflare does not accept the token/);
      await refused(management('Expired', { expiresOn: Date.now() - 1000 }), /expired/);
      await refused(management('Disabled', { status: 'disabled' }), /disabled/);
      await refused(
        management('Bound', { condition: { request_ip: { in: ['203.0.113.7/32'] } } }),
        /IP filter does not allow this computer's address/,
      );
    });
  });
}

test('a token that may not manage tokens is told which permission it lacks', async ({
  workbench,
  cloudflare,
}) => {
  await tryToConnect(workbench, cloudflare.control.secretOf('Certbot on web-01'));
  await expect(workbench.notification('Could not connect')).toContainText('API Tokens Edit');
  await expect(welcome(workbench)).toBeVisible();
});

test('a token that may only read tokens connects, and the tree offers no changes', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  const reader = control.addToken({
    name: 'Reader',
    owner: control.person,
    policies: [{ scope: 'user', groups: ['API Tokens Read'], on: on.user(control.person) }],
  });
  await tryToConnect(workbench, reader.secret);
  await expect(workbench.notification('Connected to Cloudflare as')).toContainText('lacks API Tokens Edit');
  await tokenRow(workbench, 'Certbot on web-01').click({ button: 'right' });
  await expect(workbench.page.getByRole('menuitem', { name: 'Verify Token' })).toBeVisible();
  await expect(workbench.page.getByRole('menuitem', { name: 'Roll Secret' })).toHaveCount(0);
});

test("an account-owned token shows its account's tokens", async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.accountToken);
  await expect(tokenRow(workbench, 'GitHub Actions: storefront')).toBeVisible();
  await expect(tokenRow(workbench, 'VS Code (Fernhill Coffee)')).toHaveAccessibleName(/this connection/);
  await expect(tokenRow(workbench, 'Certbot on web-01')).toHaveCount(0);
});

const troubles: readonly { name: string; trouble: Trouble; words: string }[] = [
  {
    name: 'a connection that breaks',
    trouble: { do: 'reset', when: 'before' },
    words: 'Cloudflare could not be reached',
  },
  { name: "an HTML page of Cloudflare's edge", trouble: { do: 'html', status: 502 }, words: 'HTTP 502' },
];
for (const { name, trouble, words } of troubles) {
  test(`after ${name}, Try Again connects`, async ({ workbench, cloudflare }) => {
    const calm = cloudflare.control.inject({ trouble });
    await tryToConnect(workbench, cloudflare.userToken);
    await expect(workbench.notification('Could not connect to Cloudflare.')).toContainText(words);
    calm();
    await press(workbench, 'Could not connect to Cloudflare.', 'Try Again');
    await workbench.type(cloudflare.userToken, 'Paste an API token');
    await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
  });
}

test('a short rate limit is waited out', async ({ workbench, cloudflare }) => {
  cloudflare.control.inject({ trouble: { do: 'throttle', retryAfter: 1 }, times: 1 });
  await connect(workbench, cloudflare.userToken);
  await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
});

test('a long rate limit is told, and respected when trying again', async ({ workbench, cloudflare }) => {
  cloudflare.control.inject({ trouble: { do: 'throttle', body: 'empty', retryAfter: 300 }, times: 1 });
  await tryToConnect(workbench, cloudflare.userToken);
  await expect(
    workbench.notification('Cloudflare asks to slow down. Try again in 300 seconds.'),
  ).toBeVisible();
  await press(workbench, 'Could not connect to Cloudflare.', 'Try Again');
  await expect(workbench.notification('Could not connect to Cloudflare.')).toHaveCount(0);
  await workbench.type(cloudflare.userToken, 'Paste an API token');
  await expect(workbench.notification(/Try again in (300|2\d\d) seconds/)).toBeVisible();
  expect(cloudflare.control.requests()).toHaveLength(1);
});

test('without a network the person is told so, and what is connected stays', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
  await cloudflare.stop();
  await workbench.command('Cloudflare Tokens: Refresh');
  await expect(workbench.notification('Not all tokens could be refreshed.')).toContainText(
    'could not be reached',
  );
  await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
});

test('a list that could not be refreshed says so above its tokens, until it can', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  const note = workbench.treeItem(/^Not refreshed, .*HTTP 502/);
  const calm = cloudflare.control.inject({ path: '/user/tokens', trouble: { do: 'html', status: 502 } });
  await workbench.command('Cloudflare Tokens: Refresh');
  await expect(workbench.notification('Not all tokens could be refreshed.')).toBeVisible();
  await dismissNotifications(workbench);
  await expect(note).toHaveCount(1);
  await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
  calm();
  await note.click();
  await expect(note).toHaveCount(0);
  await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
});

test('the token picker says which lists are missing, and tries again by keyboard', async ({
  workbench,
  cloudflare,
}) => {
  const { id } = cloudflare.control.token('Certbot on web-01');
  await connect(workbench, cloudflare.userToken);
  const calm = cloudflare.control.inject({ path: '/user/tokens', trouble: { do: 'html', status: 502 } });
  await workbench.reload();
  await workbench.command('Cloudflare Tokens: Copy Token ID');
  const picker = workbench.quickInput();
  await expect(picker).toContainText(
    'Some tokens are missing: maya.lindqvist@fernhill.example could not be listed',
  );
  const missing = picker.getByRole('option', { name: /maya\.lindqvist.*HTTP 502/ });
  await workbench.page.keyboard.type('certbot');
  await expect(picker.getByRole('option')).toHaveCount(1);
  await expect(missing).toBeVisible();
  calm();
  await workbench.page.keyboard.press('Enter');
  await expect(picker).not.toContainText('Some tokens are missing');
  await workbench.quickPick('Certbot on web-01');
  await expect.poll(() => workbench.clipboard()).toBe(id);
});

test.describe('with a token in the environment', () => {
  test.use({ env: ({ cloudflare }, use) => use({ CLOUDFLARE_API_TOKEN: cloudflare.userToken }) });

  test('it is offered, and used only when asked to', async ({ workbench, cloudflare }) => {
    await workbench.openView(VIEW);
    await expect(workbench.page.getByText('The environment has a token')).toBeVisible();
    expect(cloudflare.control.requests()).toEqual([]);
    await workbench.page.getByRole('button', { name: 'Use It' }).click();
    await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
  });
});

test('before anybody connects, the view says what to do and nothing is fetched', async ({
  workbench,
  cloudflare,
}) => {
  await workbench.openView(VIEW);
  await expect(welcome(workbench)).toBeVisible();
  await expect(workbench.page.getByRole('button', { name: 'Create a Management Token' })).toBeVisible();
  await expect(workbench.page.getByRole('button', { name: 'Use It' })).toHaveCount(0);
  expect(cloudflare.control.requests()).toEqual([]);
});

test('two connections have a row each, and one can go', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  await workbench.command('Cloudflare Tokens: Connect to Cloudflare');
  await workbench.type(cloudflare.accountToken, 'Paste an API token');
  const coffee = workbench.treeItem(/^Fernhill Coffee(?!, account tokens)/); // the connection, not the owner
  const maya = workbench.treeItem(/^maya\.lindqvist@fernhill\.example(?!, user tokens)/);
  await expect(coffee).toBeVisible();
  await expect(maya).toBeVisible();
  await workbench.contextMenu(coffee, 'Disconnect');
  await answer(workbench, 'Disconnect Fernhill Coffee?', 'Disconnect');
  await expect(coffee).toHaveCount(0);
  await expect(maya).toHaveCount(0); // with one connection its owners take the place of its row
  await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
});

async function disconnect(workbench: Workbench, button: string): Promise<void> {
  await workbench.command('Cloudflare Tokens: Disconnect');
  await workbench.quickPick('maya.lindqvist@fernhill.example');
  await expect(workbench.dialog('Disconnect maya.lindqvist')).toContainText('stays valid at Cloudflare');
  await answer(workbench, 'Disconnect maya.lindqvist', button);
  await expect(welcome(workbench)).toBeVisible();
}

test('disconnecting keeps stored secrets, or forgets them when told to', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  const row = tokenRow(workbench, 'Certbot on web-01');
  await rollFromRow(workbench, cloudflare, 'Certbot on web-01');
  await disconnect(workbench, 'Disconnect');
  await connect(workbench, cloudflare.userToken);
  await expect(row).toHaveAccessibleName(/secret stored in VS Code/);
  await disconnect(workbench, 'Disconnect and Forget Secrets');
  await connect(workbench, cloudflare.userToken);
  await expect(row).toHaveAccessibleName(/secret not stored here/);
});

const withForeigner = test.extend<{ foreigner: Cloudflare }>({
  foreigner: async ({}, use) => {
    const foreigner = await startCloudflare();
    await use(foreigner);
    await foreigner.stop();
  },
  workspace: async ({ workspace, foreigner }, use) => {
    const settings = {
      'cloudflareTokens.apiBaseUrl': foreigner.url,
      'http.proxy': new URL(foreigner.url).origin,
    };
    mkdirSync(join(workspace, '.vscode'));
    writeFileSync(join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
    await use(workspace);
  },
});

withForeigner(
  'a workspace cannot have requests sent elsewhere',
  async ({ workbench, cloudflare, foreigner }) => {
    await connect(workbench, cloudflare.userToken);
    await expect(tokenRow(workbench, 'Certbot on web-01')).toBeVisible();
    await workbench.command('Cloudflare Tokens: Refresh');
    expect(foreigner.control.requests()).toEqual([]);
    expect(cloudflare.control.requests().length).toBeGreaterThan(0);
  },
);
