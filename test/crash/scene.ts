// One crash: something is begun as a person would, the extension host is killed just after it took effect at Cloudflare,
// the window opens again, and what it says is followed to its end.
import { type Cloudflare, on } from '../cloudflare/index.ts';
import { dismissNotifications, press, tokenRow, treeSettled, VIEW } from '../e2e/steps.ts';
import { toSummary } from '../e2e/wizard.ts';
import { toastsAreShown, type Workbench } from '../vscode/index.ts';
import type { Outcome } from './table.ts';

export const KINDS = ['create', 'roll', 'rotate'] as const;
export type Kind = (typeof KINDS)[number];

const DNS = [{ groups: ['DNS Read'], on: on.everyZone }];

export interface Scene {
  /** @param chance from 0 to 1: where in the time that matters the kill comes */
  play(kind: Kind, count: number, chance: number): Promise<Outcome>;
}

/** Longer than from Cloudflare's answer to the end of the keeping, in milliseconds. A rotation goes on for some steps. */
const SPANS: Readonly<Record<Kind, number>> = { create: 5, roll: 5, rotate: 100 };
/** VS Code in a browser writes its state down a tenth of a second later. A crash of the host alone leaves it the time. */
const WRITTEN_DOWN = 400;

export function openScene(workbench: Workbench, { control }: Cloudflare): Scene {
  const connectionId = control.token('VS Code').id;
  // Dozens of windows within minutes would use up what a person has.
  control.set({ rateQuota: 1_000_000 });
  const target = (tokenId: string) => ({ connectionId, owner: { kind: 'user' as const }, tokenId });

  /** Runs a command without waiting for its end, which may never come. */
  const start = async (command: string, argument: unknown): Promise<void> => {
    await toastsAreShown(workbench.page);
    await workbench.host.run(
      ({ vscode }, [name, given]: [string, unknown]) => {
        void vscode.commands.executeCommand(`cloudflareTokens.${name}`, given);
      },
      [command, argument] as [string, unknown],
    );
  };

  /** Waits until something is true at Cloudflare, looking as often as it can; then kills. @returns how long after */
  async function killAfter(tookEffect: () => boolean, delay: number): Promise<number> {
    const { pid } = workbench.host;
    while (!tookEffect()) await new Promise(setImmediate);
    const began = performance.now();
    while (performance.now() - began < delay) await new Promise(setImmediate);
    process.kill(pid, 'SIGKILL');
    return performance.now() - began;
  }

  async function restart(): Promise<void> {
    await workbench.page.waitForTimeout(WRITTEN_DOWN);
    await workbench.reload();
    await workbench.openView(VIEW);
    await treeSettled(workbench);
  }

  /** Does VS Code have the secret that Cloudflare has? */
  async function isKept(tokenId: string): Promise<boolean> {
    await workbench.host.run(({ vscode }) => vscode.env.clipboard.writeText(''));
    await start('copySecret', target(tokenId));
    const secret = control.state.tokens.get(tokenId)?.secret;
    const said = workbench.notification('is not stored in VS Code');
    for (;;) {
      if ((await workbench.clipboard()) !== '') return (await workbench.clipboard()) === secret;
      if (await said.isVisible()) return false;
      await workbench.page.waitForTimeout(50);
    }
  }

  async function agree(dialog: string, button: string): Promise<void> {
    await workbench.dialog(dialog).getByRole('button', { name: button, exact: true }).click();
  }

  async function create(count: number, delay: number): Promise<Outcome> {
    const name = `Created ${count}`;
    const wizard = await toSummary(workbench, { template: 'create-additional-tokens', name });
    const made = () => [...control.state.tokens.values()].find((token) => token.name === name);
    const [after] = await Promise.all([killAfter(() => made() !== undefined, delay), wizard.create()]);
    await restart();
    const id = made()?.id ?? '';
    const told = workbench.notification(`“${name}” was being created`);
    const found = await seen(told, () => isKept(id));
    if (found !== 'explained') return { kind: 'create', after, found, told: said(found) };
    await press(workbench, `“${name}” was being created`, 'Delete Token…');
    await agree(`Delete “${name}”?`, 'Delete Token');
    await until(() => made() === undefined);
    return { kind: 'create', after, found, told: 'made, nobody has its secret; deleted' };
  }

  async function roll(count: number, delay: number): Promise<Outcome> {
    const name = `Rolled ${count}`;
    const { id, secret } = control.addToken({ name, owner: control.person, policies: DNS });
    await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('cloudflareTokens.refresh'));
    const isStored = count % 2 === 0;
    if (isStored) {
      await start('roll', target(id));
      await agree(`Roll the secret of “${name}”?`, 'Roll Secret');
      await workbench.notification(`“${name}” has a new secret`).waitFor();
      await dismissNotifications(workbench);
    }
    const before = isStored ? control.secretOf(id) : secret;
    await start('roll', target(id));
    const [after] = await Promise.all([
      killAfter(() => control.secretOf(id) !== before, delay),
      agree(`Roll the secret of “${name}”?`, 'Roll Secret'),
    ]);
    await restart();
    const question = `the secret of “${name}” was being rolled`;
    const found = await seen(workbench.notification(question), () => isKept(id));
    if (found !== 'explained') return { kind: 'roll', after, found, told: said(found) };
    await press(workbench, question, 'Roll Again…');
    await agree(`Roll the secret of “${name}”?`, 'Roll Secret');
    await workbench.notification(`“${name}” has a new secret`).waitFor();
    await dismissNotifications(workbench);
    if (!(await isKept(id)))
      return { kind: 'roll', after, found: 'silent', told: 'the way out did not work' };
    const told = isStored ? 'the old one is dead, the new one lost' : 'the old one is not stored, so unknown';
    return { kind: 'roll', after, found, told: `${told}; rolled again` };
  }

  async function rotate(count: number, delay: number): Promise<Outcome> {
    const name = `Rotated ${count}`;
    const { id } = control.addToken({ name, owner: control.person, policies: DNS });
    await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('cloudflareTokens.refresh'));
    await start('rotate', target(id));
    const twins = () =>
      [...control.state.tokens.values()].filter((token) => token.name.startsWith(`${name} (rotating`));
    const [after] = await Promise.all([
      killAfter(() => twins().length > 0, delay),
      agree(`Rotate “${name}” without downtime?`, 'Start Rotation'),
    ]);
    await restart();
    const question = `Rotation of “${name}”`;
    const isTold = await shows(workbench.notification(question));
    if (!isTold) return { kind: 'rotate', after, found: 'silent', told: said('silent') };
    const stage = /: (.*)\.$/.exec(await messageOf(question))?.[1] ?? '';
    await press(workbench, question, 'Continue…');
    await workbench
      .notification(`“${name}” has a twin with a secret of its own`)
      .or(workbench.dialog('Does everything run'))
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Escape');
    await dismissNotifications(workbench);
    const [twin, ...others] = twins();
    const isWhole = others.length === 0 && twin !== undefined && (await isKept(twin.id));
    await start('undoRotation', target(id));
    await agree(`Undo the rotation of “${name}”?`, 'Undo Rotation');
    await press(workbench, `“${name}” works again`, 'Delete the Twin');
    await workbench.notification(`The rotation of “${name}” is undone`).waitFor();
    const isBack = twins().length === 0 && control.token(id).status === 'active';
    return isWhole && isBack
      ? { kind: 'rotate', after, found: 'explained', told: `${stage}; continued, then undone` }
      : { kind: 'rotate', after, found: 'silent', told: `${stage}; the way out did not work` };
  }

  async function messageOf(text: string): Promise<string> {
    return workbench.notification(text).locator('.notification-list-item-message').innerText();
  }

  async function shows(locator: ReturnType<Workbench['notification']>): Promise<boolean> {
    return locator.waitFor({ timeout: 30_000 }).then(
      () => true,
      () => false,
    );
  }

  /** Kept is complete; what is not must be explained. */
  async function seen(
    told: ReturnType<Workbench['notification']>,
    isComplete: () => Promise<boolean>,
  ): Promise<Outcome['found']> {
    if (await isComplete()) return 'complete';
    return (await shows(told)) ? 'explained' : 'silent';
  }

  function said(found: Outcome['found']): string {
    return found === 'complete' ? 'nothing: the secret is kept' : 'nothing';
  }

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await workbench.page.waitForTimeout(20);
  }

  return {
    async play(kind, count, chance) {
      const delay = chance * SPANS[kind];
      const outcome = await { create, roll, rotate }[kind](count, delay);
      await workbench.host.run(({ vscode }) =>
        vscode.commands.executeCommand('workbench.action.closeAllEditors'),
      );
      await dismissNotifications(workbench);
      for (const { id, name } of [...control.state.tokens.values()])
        if (/^(Created|Rolled|Rotated) \d/.test(name)) control.remove(id);
      await tokenRow(workbench, 'VS Code').waitFor();
      return outcome;
    },
  };
}
