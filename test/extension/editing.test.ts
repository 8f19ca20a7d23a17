// What editors show about secrets: hovers, lenses and completions, none of which ever has one.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { insertHere } from '../../src/commands/insertHere.ts';
import { verifyToken } from '../../src/commands/verifyToken.ts';
import { createCompletion } from '../../src/editing/completion.ts';
import { createHover } from '../../src/editing/hover.ts';
import { createLenses } from '../../src/editing/lenses.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { s3SecretOf } from '../cloudflare/s3Secret.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { withSetting } from './userSettings.ts';
import { openWorld, type World } from './world.ts';

const { token: going } = new vscode.CancellationTokenSource();
const UNKNOWN = `cfut_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d0a1b2c3d`;

describe('in an editor', () => {
  let world: World;
  let folder: Folder;
  let token: { id: string; secret: string };

  beforeEach(async () => {
    world = openWorld();
    folder = makeFolder();
    await world.connect(cloudflare.userToken);
    const owner = await control.userId();
    token = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
    await world.vault.put('token', token.id, new Secret(token.secret), {});
    await world.explorer.refresh();
  });
  afterEach(async () => {
    await closeEditors();
    await world.close();
    folder.remove();
    await control.reset();
  });

  const open = (name: string, text: string) => vscode.workspace.openTextDocument(folder.write(name, text));
  const clean = (what: unknown) => {
    for (const secret of [token.secret, UNKNOWN])
      assert.ok(!inspect(what, { depth: 15, showHidden: true, maxStringLength: null }).includes(secret));
  };

  it('a hover over a secret tells of its token', async () => {
    const hover = createHover(world, ({ token: of, session }) => world.explorer.describe(of, session));
    const document = await open('any.txt', `Bearer ${token.secret}\n${UNKNOWN}\nword\n`);
    const at = async (line: number, character: number) =>
      hover.provideHover(document, new vscode.Position(line, character), going);
    const shown = await at(0, 20);
    assert.ok(shown !== undefined && shown !== null);
    const [markdown] = shown.contents as vscode.MarkdownString[];
    assert.match(markdown?.value ?? '', /\*\*Deploy\*\* — active[^]*DNS Read[^]*Used in .*any/);
    assert.equal(document.getText(shown.range), token.secret);
    assert.equal(markdown?.isTrusted, undefined);
    clean([shown, markdown?.value]);
    for (const [line, character] of [
      [0, 2],
      [1, 5],
      [2, 1],
    ] as const)
      assert.equal(await at(line, character), undefined);
    await control.remove(token.id);
    await world.explorer.refresh();
    assert.match(inspect((await at(0, 20))?.contents), /no connection sees any more/);
  });

  describe('lenses', () => {
    const never = new vscode.EventEmitter<void>().event;
    async function lensesIn(document: vscode.TextDocument) {
      const lenses = (await createLenses(world, never).provideCodeLenses(document, going)) ?? [];
      clean(lenses);
      return lenses.map(({ range, command }) => ({ line: range.start.line, ...command }));
    }
    const titles = async (document: vscode.TextDocument) =>
      (await lensesIn(document)).map(({ line, title }) => `${line} ${title}`);

    it('stand above secrets and the variables for them', async () => {
      const env = `PORT=1\nCF_TOKEN=${token.secret}\nCF_API_TOKEN=\nCLOUDFLARE_TOKEN=${UNKNOWN}\nOTHER=${token.secret}\nCF_Token=${token.secret}\nCF_Token=x\n`;
      const document = await open('.env', env);
      assert.deepEqual(await titles(document), [
        '1 Deploy · active',
        '1 Verify',
        '1 Roll…',
        '1 Rotate…',
        '1 Replace…',
        '2 Insert a Cloudflare Secret…',
        '3 Replace with a Stored Secret…',
        '3 Keep in VS Code',
        '3 Verify',
        '4 Deploy · active',
        '4 Verify',
        '4 Roll…',
        '4 Rotate…',
        '4 Replace…',
        '6 Replace with a Stored Secret…',
      ]);
      const verify = (await lensesIn(document)).filter(({ title }) => title === 'Verify');
      for (const { arguments: args } of verify) await verifyToken(world, args?.[0]);
      const said = world.dialogs.said.join('\n');
      assert.match(said, /“Deploy” works[^]*The token could not be verified/);
    });

    it('stand above S3 secret access keys, too, which nothing here replaces alone', async () => {
      const s3 = s3SecretOf(token.secret);
      const document = await open('.env', `AWS_ACCESS_KEY_ID=${token.id}\nAWS_SECRET_ACCESS_KEY=${s3}\n`);
      assert.deepEqual(await titles(document), ['1 Deploy · active', '1 Verify', '1 Roll…', '1 Rotate…']);
    });

    it('stand in workflows above known secrets only, and not in examples, or for whoever wants none', async () => {
      const workflow = await open('.github/workflows/a.yml', `a: ${UNKNOWN}\nb: ${token.secret}\n`);
      assert.deepEqual(await titles(workflow), ['1 Deploy · active', '1 Verify', '1 Roll…', '1 Rotate…']);
      assert.deepEqual(await titles(await open('.env.example', 'CF_TOKEN=\n')), []);
      await withSetting('cloudflareTokens', 'codeLens', false, async () => {
        assert.deepEqual(await titles(workflow), []);
      });
    });
  });

  describe('a completion', () => {
    async function offered(document: vscode.TextDocument, line: number, character: number) {
      const items = await createCompletion(world).provideCompletionItems(
        document,
        new vscode.Position(line, character),
        going,
        { triggerKind: vscode.CompletionTriggerKind.Invoke, triggerCharacter: undefined },
      );
      clean(items);
      return items as vscode.CompletionItem[];
    }

    it('offers stored tokens by name, as the value of a variable for one', async () => {
      const document = await open('.env', 'PORT=\nCF_TOKEN=\nCF_API_TOKEN="old" # x\n');
      const [item, ...others] = await offered(document, 1, 9);
      assert.ok(item !== undefined && others.length === 0);
      assert.equal((item.label as vscode.CompletionItemLabel).label, 'Deploy');
      assert.equal(item.insertText, '');
      assert.equal((await offered(document, 2, 15)).length, 1);
      for (const [line, character] of [
        [0, 5],
        [1, 3],
        [2, 21],
      ] as const)
        assert.deepEqual(await offered(document, line, character), []);
      await insertHere(world, item.command?.arguments?.[0]);
      assert.equal(folder.read('.env'), `PORT=\nCF_TOKEN=${token.secret}\nCF_API_TOKEN="old" # x\n`);
    });

    it('that VS Code shows has no secret, and puts one in when it is accepted', async () => {
      const document = await open('.dev.vars', 'CF_TOKEN=\n');
      const provided = vscode.languages.registerCompletionItemProvider(
        { pattern: '**/.dev.vars' },
        createCompletion(world),
      );
      try {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          new vscode.Position(0, 9),
          undefined,
          10,
        );
        const found = list.items.find(({ label }) => typeof label === 'object' && label.label === 'Deploy');
        assert.equal(found?.insertText, '');
        clean(list);
      } finally {
        provided.dispose();
      }
    });
  });
});
