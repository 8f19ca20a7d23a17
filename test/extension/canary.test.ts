// Searches everything that a run shows, logs and writes for every secret that was about in it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { adoptSecret } from '../../src/commands/adoptSecret.ts';
import { changeStatus } from '../../src/commands/changeStatus.ts';
import { addConsumer } from '../../src/commands/consumers.ts';
import { copySecret } from '../../src/commands/copySecret.ts';
import { deleteToken } from '../../src/commands/deleteToken.ts';
import { insertToken } from '../../src/commands/insertToken.ts';
import { rollToken } from '../../src/commands/rollToken.ts';
import { verifyToken } from '../../src/commands/verifyToken.ts';
import { createCompletion } from '../../src/editing/completion.ts';
import { createHover } from '../../src/editing/hover.ts';
import { createLenses } from '../../src/editing/lenses.ts';
import type { TokenNode } from '../../src/explorer/nodes.ts';
import { explain } from '../../src/problems.ts';
import { Secret } from '../../src/tokens/secret.ts';
import type { TokenRequest } from '../../src/tokens/token.ts';
import { openOwnTemplates } from '../../src/templates/ownTemplates.ts';
import { spotAt } from '../../src/usage/spot.ts';
import { createWizardServices } from '../../src/wizardServices.ts';
import type { FaultRule } from '../cloudflare/faults.ts';
import { openAttempts } from '../../src/wizard/attempts.ts';
import { cloudflare } from './cloudflare.ts';
import { fakeState } from './fakeState.ts';
import { control, policies } from './control.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { until } from './waiting.ts';
import { openWorld, tooltipOf, type World } from './world.ts';

const DNS_READ = '82e64a83756745bbbb1c9c2701bf816b';
const EXTENSION = 'cloudflare-api-tokens.cloudflare-api-tokens';

/** Every secret that the local Cloudflare knows or knew. */
const secrets = new Set<string>();
async function learnSecrets(): Promise<void> {
  for (const { secret } of await control.tokens()) secrets.add(secret);
}

function assertClean(surface: string, text: string): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `a secret is in ${surface}`);
}

describe('the canary', () => {
  let folder: Folder;
  beforeEach(async () => {
    folder = makeFolder();
    await learnSecrets();
  });
  afterEach(async () => {
    await closeEditors();
    folder.remove();
    await vscode.env.clipboard.writeText('');
    await control.reset();
    secrets.clear();
  });

  describe('in the parts', () => {
    let world: World;
    const failures: unknown[] = [];
    beforeEach(() => {
      world = openWorld();
      failures.length = 0;
    });
    afterEach(() => world.close());

    /** Does something, whatever comes of it. */
    async function dare(work: () => Promise<unknown>): Promise<void> {
      await learnSecrets();
      await work().catch((error: unknown) => failures.push(error));
      await learnSecrets();
    }

    async function assertNothingLeaked(): Promise<void> {
      assertClean('what was said', world.dialogs.said.join('\n'));
      assertClean('the log', world.logged.join('\n'));
      assertClean('the context keys', inspect(world.contexts));
      assertClean('the keys of the secret storage', [...world.secrets.entries.keys()].join());
      assertClean('what VS Code keeps unencrypted', JSON.stringify([...world.state.entries]));
      for (const failure of failures) {
        const shown = [
          inspect(failure, { depth: 10, showHidden: true }),
          JSON.stringify(failure),
          explain(failure),
        ];
        assertClean('an error', shown.join('\n'));
      }
      for (const { node, item } of await allRows()) {
        const resolved = await world.explorer.resolveTreeItem(item, node);
        assertClean('a row', inspect([node, resolved], { depth: 10, showHidden: true }));
        assertClean('a tooltip', tooltipOf(resolved));
      }
      const sessions = await world.sessions.all();
      assertClean('what a session remembers', inspect(sessions, { depth: 10, showHidden: true }));
      for (const { connection } of sessions) assertClean('a connection', JSON.stringify(connection));
    }

    /** What editors show about a file in which there is a secret. */
    async function assertCleanEditor(secret: string): Promise<void> {
      const document = await vscode.workspace.openTextDocument(
        folder.write('.dev.vars', `CF_TOKEN=${secret}\nCF_API_TOKEN=\n`),
      );
      const { token: going } = new vscode.CancellationTokenSource();
      const hover = createHover(world, ({ token, session }) => world.explorer.describe(token, session));
      const shown = [
        wordsOf(await hover.provideHover(document, new vscode.Position(0, 20), going)),
        await createLenses(world, new vscode.EventEmitter<void>().event).provideCodeLenses(document, going),
        await createCompletion(world).provideCompletionItems(document, new vscode.Position(1, 13), going, {
          triggerKind: vscode.CompletionTriggerKind.Invoke,
          triggerCharacter: undefined,
        }),
        spotAt(document, 20),
      ];
      assert.match(inspect(shown, { depth: 15 }), /\*\*Deploy\*\*[^]*Roll…[^]*insertHere/);
      assertClean('an editor', inspect(shown, { depth: 15, showHidden: true, maxStringLength: null }));
      await dare(() => verifyToken(world, spotAt(document, 20)));
      await dare(() => adoptSecret(world, spotAt(document, 20)));
      await dare(() => world.vault.put('token', 'another', new Secret(secret), {}));
      await dare(() => world.vault.forget('token', 'another'));
    }

    async function allRows(node?: Parameters<World['rows']>[0]): Promise<Awaited<ReturnType<World['rows']>>> {
      const rows = await world.rows(node);
      const below = await Promise.all(
        rows.filter(({ node }) => node.type !== 'detail').map(({ node }) => allRows(node)),
      );
      return [...rows, ...below.flat()];
    }

    it('is nowhere after every command, in good and in bad times', async () => {
      const owner = await control.userId();
      const { secret } = await control.plant({
        name: 'Manager',
        owner,
        policies: policies.manageUser(owner),
      });
      await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
      await dare(() => world.connect(secret));
      for (const press of ['Roll Secret', 'Disable Token', 'Store Again', /^Update /])
        world.dialogs.press(press);
      const { node } = await world.tokenRow('Deploy');
      const manager = (await world.tokenRow('Manager')).node;
      folder.write('.env', '');

      await dare(() => rollToken(world, node));
      assert.ok((await world.vault.ids('token')).includes(node.tokenId));
      await assertCleanEditor((await control.token('Deploy')).secret);
      world.dialogs.type('the NAS');
      await dare(() => addConsumer(world, node));
      await assertNothingLeaked();
      await everyCommand(node);
      await dare(() => rollToken(world, node));
      await dare(() => rollToken(world, manager));
      await assertNothingLeaked();

      const troubles: FaultRule['trouble'][] = [
        { do: 'html', status: 502 },
        { do: 'garble' },
        { do: 'reset', when: 'after' },
        { do: 'throttle', body: 'html', retryAfter: 600 },
        {
          do: 'error',
          status: 400,
          code: 6111,
          message: `Invalid format for Authorization header: Bearer ${secret}`,
        },
      ];
      for (const trouble of troubles) {
        await control.trouble({ path: '/user/**', trouble });
        await everyCommand(node);
        await dare(() => rollToken(world, node));
        await dare(() => world.explorer.refresh());
        await control.calm();
        await assertNothingLeaked();
      }
      assert.ok(failures.length > troubles.length);

      world.secrets.refuseStore = true;
      await dare(() => rollToken(world, node));
      await assertNothingLeaked();
    });

    async function everyCommand(node: TokenNode): Promise<void> {
      await dare(() => verifyToken(world, node));
      await dare(() => copySecret(world, node));
      world.dialogs.pick(vscode.workspace.asRelativePath(folder.uri('.env')));
      world.dialogs.pick('CLOUDFLARE_API_TOKEN');
      await dare(() => insertToken(world, node));
      await dare(() => changeStatus(world, node, 'disabled'));
      await dare(() => changeStatus(world, node, 'active'));
      await dare(() => deleteToken(world, node));
    }

    it("is in nothing that the wizard's services answer, but where it is asked for by Reveal", async () => {
      await world.connect(cloudflare.userToken);
      const state = fakeState();
      const services = createWizardServices({
        ...world,
        attempts: openAttempts(state),
        templates: openOwnTemplates(folder.uri('storage')),
        storage: folder.uri('storage'),
        reveal: () => Promise.resolve(),
      });
      const answers: unknown[] = [];
      const [of] = await services.owners();
      assert.ok(of);
      const request: TokenRequest = {
        name: 'From the wizard',
        policies: [
          {
            effect: 'allow',
            groups: [{ id: DNS_READ }],
            resources: { 'com.cloudflare.api.account.zone.*': '*' },
          },
        ],
      };
      const created = await services.create(of, request, 'work');
      assert.equal(created.outcome, 'created');
      await learnSecrets();
      const { tokenId } = created;
      const token = { ...of, tokenId, name: request.name };
      answers.push(
        of,
        created,
        services.preview(of, request),
        await services.whereabouts(tokenId),
        await services.testSecret(token),
        await services.copySecret(tokenId),
        services.verifyCommand(of, 'CLOUDFLARE_API_TOKEN'),
        await services.catalogue(of),
      );
      assert.deepEqual(await services.whereabouts(tokenId), 'stored');
      assert.ok(secrets.has((await services.revealSecret(tokenId)).reveal()));

      await control.trouble({ method: 'POST', trouble: { do: 'reset', when: 'after' } });
      const lost = await services.create(of, { ...request, name: 'Lost' }, 'work 2');
      assert.ok(lost.outcome === 'lost' && lost.found !== undefined);
      await control.calm();
      await control.trouble({ method: 'POST', trouble: { do: 'garble' } });
      answers.push(lost, await services.create(of, { ...request, name: 'Garbled' }, 'work 3'));
      await control.calm();
      await learnSecrets();
      await services.create(of, { ...request, name: '' }, 'work 4').catch((error: unknown) => {
        failures.push(error);
        answers.push(services.problemOf(error));
      });
      assertClean('the answers', inspect(answers, { depth: 12, showHidden: true }));
      assertClean('the answers', JSON.stringify(answers));
      assertClean('what is remembered of creates', state.text());
      await assertNothingLeaked();
      for (const name of ['From the wizard', 'Lost', 'Garbled']) await control.remove(name);
    });
  });

  describe('in the extension as it was built', () => {
    let dialogs: Dialogs;
    const before = process.env['CLOUDFLARE_API_TOKEN'];
    beforeEach(() => (dialogs = answerDialogs()));
    afterEach(() => {
      dialogs.end();
      delete process.env['CLOUDFLARE_API_TOKEN'];
      if (before !== undefined) process.env['CLOUDFLARE_API_TOKEN'] = before;
    });

    const run = async (name: string, argument?: unknown) => {
      await learnSecrets();
      await vscode.commands.executeCommand(`cloudflareTokens.${name}`, argument);
      await learnSecrets();
    };

    it('is in nothing that was said, nor in any file that VS Code or the extension wrote', async () => {
      const owner = await control.userId();
      const manager = await control.plant({ name: 'Manager', owner, policies: policies.manageUser(owner) });
      const { id } = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
      process.env['CLOUDFLARE_API_TOKEN'] = manager.secret;
      await vscode.extensions.getExtension(EXTENSION)?.activate();
      await run('connectWithEnvironment');
      assert.match(dialogs.said.join('\n'), /Connected to Cloudflare/);
      const node = { connectionId: manager.id, owner: { kind: 'user' }, tokenId: id };
      for (const press of ['Roll Secret', 'Disable Token', 'Delete Token', 'Insert Anyway', /^Disconnect/])
        dialogs.press(press);

      await run('roll', node);
      await run('verify', node);
      await run('copySecret', node);
      dialogs.pick(vscode.workspace.asRelativePath(folder.write('.env', '')));
      dialogs.pick('CLOUDFLARE_API_TOKEN');
      await run('insertSecret', node);
      assert.ok([...secrets].some((secret) => folder.read('.env')?.includes(secret)));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        folder.uri('.env'),
        new vscode.Position(0, 30),
      );
      const shown = [
        hovers.map(wordsOf),
        await vscode.commands.executeCommand('vscode.executeCodeLensProvider', folder.uri('.env')),
      ];
      assert.match(inspect(shown, { depth: 10 }), /\*\*Deploy\*\*[^]*cloudflareTokens\.roll/);
      assertClean('an editor', inspect(shown, { depth: 15, showHidden: true, maxStringLength: null }));
      dialogs.type('GitHub Actions secret CF_TOKEN');
      await run('addConsumer', node);
      await run('findLeaks');
      assertClean('the problems', inspect(vscode.languages.getDiagnostics(), { depth: 10 }));
      await run('roll', { ...node, tokenId: manager.id });
      await run('disable', node);
      await control.trouble({ path: '/user/**', method: 'PUT', trouble: { do: 'html', status: 502 } });
      await run('enable', node);
      assert.match(
        dialogs.said.join('\n'),
        /not known whether the token was changed[^.]*\. Cloudflare answered with an error/,
      );
      await run('roll', node);
      await control.calm();
      await run('enable', node);
      await run('delete', node);
      await run('disconnect', node);
      assertClean('what was said', dialogs.said.join('\n'));

      await closeEditors();
      folder.remove();
      await until('VS Code has written its logs', () => everyFile().some((file) => file.endsWith('.log')));
      for (const file of everyFile()) assertClean(file, textOf(file));
    });
  });
});

/** A hover's text, which printing it does not show. */
function wordsOf(hover: vscode.ProviderResult<vscode.Hover>): string[] {
  if (hover === undefined || hover === null || 'then' in hover) return [];
  return (hover.contents as vscode.MarkdownString[]).map(({ value }) => value);
}

/** What this VS Code has written: a brought one keeps its profile where its temporary files are. */
function everyFile(): string[] {
  const profiles = [dirname(process.env['TEST_RESULTS'] ?? ''), tmpdir()];
  return profiles
    .filter((profile) => existsSync(join(profile, 'user')))
    .flatMap((profile) => readdirSync(profile, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A file's text; nothing where it went away meanwhile. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
