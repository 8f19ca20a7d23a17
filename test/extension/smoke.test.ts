// The extension is there, activates, and does what its manifest says that it can.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';

interface Manifest {
  contributes: { commands: { command: string }[] };
}

describe('the extension', () => {
  const extension = vscode.extensions.getExtension('cloudflare-api-tokens.cloudflare-api-tokens');

  before(async () => {
    await extension?.activate();
  });

  it('is there and activates', () => {
    assert.ok(extension?.isActive);
  });

  it('registers every command that it declares', async () => {
    const { contributes } = extension?.packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    const declared = contributes.commands.map(({ command }) => command);
    assert.ok(declared.length > 0);
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
  });
});
