// Everything that a run wrote down, as text to search: the browser's storage, and the files of a folder.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { s3SecretOf } from '../cloudflare/s3Secret.ts';

// A text, because it runs in the page, where other things are global.
const DUMP = `(async () => {
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const words = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    return typeof value === 'string' ? value : JSON.stringify(value, (_key, inner) => ArrayBuffer.isView(inner) ? words(inner) : inner);
  };
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(objects.getAllKeys()), done(objects.getAll())]);
      keys.forEach((key, index) => texts.push(name + '/' + store + '/' + String(key) + ': ' + words(values[index])));
    }
    database.close();
  }
  return texts.join('\\n');
})()`;

/** What the window has stored in its browser: local and session storage, cookies, IndexedDB. */
export function storedInBrowser(page: Page): Promise<string> {
  return page.evaluate<string>(DUMP);
}

/** Where in what VS Code, its browser and the extension wrote a secret is, or the S3 secret that is made of it. */
export async function findLeaked(page: Page, profile: string, secrets: Iterable<string>): Promise<string[]> {
  const texts = [...secrets].flatMap((secret) => [secret, s3SecretOf(secret)]);
  const stored = await storedInBrowser(page);
  const inBrowser = texts.some((text) => stored.includes(text)) ? ["the browser's storage"] : [];
  return [...inBrowser, ...new Set(heldBelow(profile, texts).values())];
}

/** Those of some texts that are somewhere in the files below a folder, each with the first file that holds it. */
function heldBelow(folder: string, wanted: readonly string[]): Map<string, string> {
  const held = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    for (const text of wanted) if (!held.has(text) && content.includes(text)) held.set(text, path);
  }
  return held;
}

/** All files below a folder that hold a text, by their path in it. */
export function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}
