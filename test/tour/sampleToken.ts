// The token that the tour and the screenshots make in the wizard, and how each step is filled in for it.
import type { Wizard } from '../e2e/wizard.ts';

export const NAME = 'Deploy greetings';
export const TEMPLATE = 'Edit Cloudflare Workers';
export const VARIABLE = 'CLOUDFLARE_API_TOKEN';

export async function fillStart(wizard: Wizard): Promise<void> {
  await wizard.fill('name', NAME);
  await wizard.template('edit-cloudflare-workers');
}

export async function fillResources(wizard: Wizard): Promise<void> {
  await wizard.account('Fernhill Coffee');
  await wizard.at('zones').getByRole('checkbox', { name: 'example.com' }).check();
  await scrollUp(wizard);
}

/** Scrolls back to where a person begins to read. */
export async function scrollUp({ frame }: Wizard): Promise<void> {
  await frame.locator('h1').scrollIntoViewIfNeeded();
}
