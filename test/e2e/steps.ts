// What many tests do on their way: connect, find a token's row, answer questions, and see what a token can do.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Locator } from '@playwright/test';
import dotenv from 'dotenv';
import type { Cloudflare } from '../cloudflare/index.ts';
import type { Workbench } from '../vscode/index.ts';
import { expect } from './fixtures.ts';

/** The name of the extension's view container. */
export const VIEW = 'Cloudflare API Tokens';

/** Opens the view and connects with a management token; waits until the person is told that it worked. */
export async function connect(workbench: Workbench, secret: string): Promise<void> {
  await tryToConnect(workbench, secret);
  await expect(workbench.notification('Connected to Cloudflare as')).toBeVisible();
  await treeSettled(workbench);
  await dismissNotifications(workbench);
}

/** Waits until the tree has its tokens, and names in place of the ids of zones and accounts. */
export async function treeSettled(workbench: Workbench): Promise<void> {
  await expect(workbench.treeItem(/, secret (not )?stored/).first()).toBeVisible();
  await expect(workbench.treeItem(/\b[0-9a-f]{32}\b/)).toHaveCount(0);
}

/** Opens the view, presses its button, and pastes something. */
export async function tryToConnect(workbench: Workbench, secret: string): Promise<void> {
  await workbench.openView(VIEW);
  await welcome(workbench).click();
  await workbench.type(secret, 'Paste an API token');
}

/** The button of the view while nobody is connected. */
export function welcome(workbench: Workbench): Locator {
  return workbench.page.locator('.sidebar').getByRole('button', { name: 'Connect to Cloudflare' });
}

/** Has VS Code keep the secret of a token that exists, by rolling it from its row. @returns the new secret */
export async function rollFromRow(
  workbench: Workbench,
  cloudflare: Cloudflare,
  name: string,
): Promise<string> {
  await workbench.contextMenu(tokenRow(workbench, name), 'Roll Secret');
  await answer(workbench, 'Roll the secret of', 'Roll Secret');
  await expect(workbench.notification(`“${name}” has a new secret. It is stored and works.`)).toBeVisible();
  await expect(tokenRow(workbench, name)).toHaveAccessibleName(/secret stored in VS Code/);
  await dismissNotifications(workbench);
  return cloudflare.control.secretOf(name);
}

/** Closes the notifications that are there, so that they cover nothing. */
export async function dismissNotifications(workbench: Workbench): Promise<void> {
  await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('notifications.clearAll'));
}

/** The row of a token, by its name; its accessible label tells state, headline and where the secret is. */
export function tokenRow(workbench: Workbench, name: string): Locator {
  const literally = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return workbench.treeItem(new RegExp(`^${literally}, `));
}

/** Gives the answer to a modal dialog. */
export async function answer(workbench: Workbench, dialog: string | RegExp, button: string): Promise<void> {
  await workbench.dialog(dialog).getByRole('button', { name: button, exact: true }).click();
  await expect(workbench.dialog(dialog)).toBeHidden();
}

/** Presses a button of a notification. */
export async function press(
  workbench: Workbench,
  notification: string | RegExp,
  button: string,
): Promise<void> {
  await workbench.notification(notification).getByRole('button', { name: button, exact: true }).click();
}

/** Asks the local Cloudflare something with a token's secret. @returns the HTTP status */
export async function statusFor(
  { url }: Pick<Cloudflare, 'url'>,
  secret: string,
  path: string,
  method = 'GET',
  body?: unknown,
): Promise<number> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.status;
}

/** The id of a zone of the local Cloudflare, by its name. */
export function zoneId({ control }: Pick<Cloudflare, 'control'>, name: string): string {
  const zone = [...control.state.zones.values()].find((one) => one.name === name);
  if (zone === undefined) throw new Error(`no zone is called ${name}`);
  return zone.id;
}

/** The requests that changed something, or tried to: `POST /user/tokens`. */
export function changesSent({ control }: Pick<Cloudflare, 'control'>): string[] {
  return control.requests(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
}

/** What the real readers of env files make of a variable: npm's dotenv, Node itself, and bash. */
export function readBack(file: string, name: string): Record<'dotenv' | 'node' | 'bash', string | undefined> {
  const text = readFileSync(file, 'utf8');
  const script = `source "$1" && printf %s "\${${name}}"`;
  return {
    dotenv: dotenv.parse(text)[name],
    node: parseEnv(text)[name],
    bash: execFileSync('bash', ['--noprofile', '--norc', '-c', script, 'bash', file], {
      encoding: 'utf8',
      env: {},
    }),
  };
}

/** What `readBack` should say where all readers agree. */
export function readAs(value: string): ReturnType<typeof readBack> {
  return { dotenv: value, node: value, bash: value };
}

/** Runs git in a folder; makes it a repository by `git(folder, 'init')`. */
export function git(folder: string, ...args: string[]): string {
  const own = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...own, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
