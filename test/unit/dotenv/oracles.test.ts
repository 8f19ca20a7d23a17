// The editor against the real readers: after an edit all of them read the new value, and no other variable changed.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { setVariable } from '../../../src/dotenv/edit.ts';
import { scan } from '../../../src/dotenv/scan.ts';
import { envFile, envFileWithReferences, KEYS, NEW_KEY } from './files.ts';
import { type Reader, readers, type Variables } from './readers.ts';

const SECRET = 'cfut_AbC-dEf_0123456789';
const VALUES = [SECRET, 'https://0123abc.eu.r2.cloudflarestorage.com'];
const FILES = 300;

/** What the scanner makes of a text. */
function variablesOf(text: string): Record<string, string> {
  return Object.fromEntries(scan(text).entries.map(({ key, value }) => [key, value]));
}

function without(key: string, variables: Variables): Record<string, string | undefined> {
  return { ...variables, [key]: undefined };
}

function sameApartFrom(key: string, a: Variables, b: Variables): boolean {
  try {
    assert.deepEqual(without(key, a), without(key, b));
    return true;
  } catch {
    return false;
  }
}

/** What each reader is measured not to cope with, whatever is edited. dotenv copes with everything here. */
const HOPELESS: Readonly<Record<Reader['name'], RegExp | undefined>> = {
  // A value of nothing but blanks makes Node go on in the next line.
  Node: /^\ufeff|\r(?!\n)|=[ \t]+(?:[\r\n]|$)|^[^=#\n]*: /m,
  dotenv: undefined,
  'Wrangler’s .dev.vars': undefined,
  'Wrangler’s .env': undefined,
  bash: /^\ufeff|\r|^[^#\n]*(?:: | =|= )/m,
  // It knows the byte order mark in files, but these are texts.
  Python: /^\ufeff|^[^=#\n]*: /m,
};

/** Could the reader make sense of the file before, so that it must after? */
function couldRead(reader: Reader, before: Variables, file: string, key: string): boolean {
  if (HOPELESS[reader.name]?.test(file) === true) return false;
  const present = key in variablesOf(file);
  return present === key in before && sameApartFrom(key, before, variablesOf(file));
}

describe('the dotenv editor and the real readers', () => {
  for (const [reader, value] of readers().flatMap((one) => VALUES.map((text) => [one, text] as const))) {
    it(`agrees with ${reader.name} on ${value}`, () => {
      let compared = 0;
      for (const key of [KEYS[0], NEW_KEY]) {
        const files = fc.sample(envFile, { numRuns: FILES, seed: key.length });
        const edited = files.map((file) => {
          const set = setVariable(file, key, value);
          assert.ok(set.outcome === 'set');
          return set.text;
        });
        const before = reader.readAll(files);
        const after = reader.readAll(edited);
        for (const [index, file] of files.entries()) {
          const [was = {}, is = {}] = [before[index], after[index]];
          if (!couldRead(reader, was, file, key)) continue;
          compared++;
          const told = `${JSON.stringify(file)} became ${JSON.stringify(edited[index])}`;
          assert.equal(is[key], value, told);
          assert.ok(
            sameApartFrom(key, is, was),
            `${told}: ${JSON.stringify(was)}, then ${JSON.stringify(is)}`,
          );
        }
      }
      assert.ok(compared > FILES / 3, `only ${compared} files could be compared`);
    });
  }

  it('agrees with readers that replace references, and changes no other variable', () => {
    const expanding = readers().find(({ name }) => name === 'Wrangler’s .env') ?? assert.fail();
    let compared = 0;
    for (const key of [KEYS[0], NEW_KEY]) {
      for (const file of fc.sample(envFileWithReferences, { numRuns: FILES, seed: key.length })) {
        const set = setVariable(file, key, SECRET);
        assert.ok(set.outcome === 'set');
        const [before = {}, after = {}] = expanding.readAll([file, set.text]);
        assert.equal(after[key], SECRET, file);
        assert.ok(
          sameApartFrom(key, before, after),
          `${JSON.stringify(file)} became ${JSON.stringify(set.text)}`,
        );
        if (file.includes('$')) compared++;
      }
    }
    assert.ok(compared > FILES / 3);
  });

  it('reads every generated file as dotenv does', () => {
    const npm = readers().find(({ name }) => name === 'dotenv');
    const files = fc.sample(envFile, { numRuns: FILES, seed: 3 });
    const read = npm?.readAll(files.map((file) => file.replace(/^\ufeff/, ''))) ?? [];
    assert.equal(read.length, files.length);
    for (const [index, file] of files.entries())
      assert.deepEqual(variablesOf(file), { ...read[index] }, JSON.stringify(file));
  });
});
