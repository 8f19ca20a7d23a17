// What a person does in the wizard, as verbs.
import type { FrameLocator, Locator } from '@playwright/test';
import type { Workbench } from '../vscode/index.ts';
import { expect } from './fixtures.ts';

type Step = 'start' | 'permissions' | 'resources' | 'restrictions' | 'summary' | 'secret';

/** The wizard in the tab that is to be seen. */
export interface Wizard {
  frame: FrameLocator;
  /** Anything on the page, by its test id. */
  at(testId: string): Locator;
  /** Is this step to be seen? Waits. */
  expectStep(step: Step): Promise<void>;
  /** Types into a text field, by test id. */
  fill(testId: string, text: string): Promise<void>;
  /** Presses Continue, and waits for the step that follows; restrictions are passed on the way to the summary. */
  goOn(to: Exclude<Step, 'start' | 'secret'>): Promise<void>;
  /** Chooses what to start from: a template's key, or `custom`. */
  template(key: string): Promise<void>;
  /** Searches the permissions, and ticks a level of one. */
  permission(search: string, label: string, level: string): Promise<void>;
  /** Finds a zone by its name and ticks it. */
  zone(name: string): Promise<void>;
  /** Ticks an account by its name. */
  account(name: string): Promise<void>;
  /** Presses Create Token. */
  create(): Promise<void>;
}

/** Opens the wizard by its command, and waits for its first step. */
export async function openWizard(workbench: Workbench): Promise<Wizard> {
  await workbench.command('Cloudflare Tokens: Create Token');
  const wizard = wizardIn(workbench);
  await wizard.expectStep('start');
  return wizard;
}

/** What the wizard is filled in with on the way to its summary. */
export interface Filling {
  readonly template: string;
  /** Without it, the token gets the template's. */
  readonly name?: string;
  /** Chooses what the template leaves open, on the step of the resources. */
  readonly choose?: ((wizard: Wizard) => Promise<void>) | undefined;
}

/** Opens the wizard and fills it in, up to the summary. */
export async function toSummary(workbench: Workbench, { template, name, choose }: Filling): Promise<Wizard> {
  const wizard = await openWizard(workbench);
  await wizard.template(template);
  if (name !== undefined) await wizard.fill('name', name);
  await wizard.goOn('permissions');
  await wizard.goOn('resources');
  await choose?.(wizard);
  await wizard.goOn('summary');
  return wizard;
}

/** The same with a token that may edit the DNS of one zone. */
export function dnsToSummary(workbench: Workbench, name: string, zone = 'example.com'): Promise<Wizard> {
  return toSummary(workbench, { template: 'edit-zone-dns', name, choose: (wizard) => wizard.zone(zone) });
}

/** The wizard that is open already. */
export function wizardIn(workbench: Workbench): Wizard {
  const frame = workbench.webview();
  const at = (testId: string): Locator => frame.getByTestId(testId);
  const expectStep: Wizard['expectStep'] = (step) => expect(at(`view-${step}`)).toBeVisible();
  const fill: Wizard['fill'] = (testId, text) => at(testId).locator('input').fill(text);
  return {
    frame,
    at,
    expectStep,
    fill,
    goOn: async (to) => {
      const isPassed = await at('view-restrictions').isVisible();
      await at('continue').click();
      if (to === 'summary' && !isPassed) {
        await expectStep('restrictions');
        await at('continue').click();
      }
      await expectStep(to);
    },
    template: (key) => at(`template-${key}`).check(),
    permission: async (search, label, level) => {
      await fill('permission-search', search);
      const row = at('permissions').getByRole('group', { name: new RegExp(`: ${label}$`) });
      await row.getByRole('checkbox', { name: level }).check();
    },
    zone: async (name) => {
      await fill('zone-search', name);
      await at('zones').getByRole('checkbox', { name }).check();
    },
    account: (name) => at('accounts').getByRole('checkbox', { name }).check(),
    create: () => at('create').click(),
  };
}
