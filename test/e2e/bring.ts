// Fetches VS Code and the browser once, before the workers start.
import { bring } from '../vscode/install.ts';

export default async function bringAll(): Promise<void> {
  await bring(process.env['VSCODE_VERSION'] === 'floor' ? 'floor' : 'newest', console.log);
}
