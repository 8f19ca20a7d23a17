// Reads a template file that somebody may have written by hand: what can be used is used, and every flaw is named with
// its place. data/template.schema.json says the same to an editor.
import * as l10n from '@vscode/l10n';
import { parseCidr } from './cidr.ts';
import type { Named, Target } from './draft.ts';
import { readDuration } from './duration.ts';
import { JsonSyntaxError, type JsonWithPlaces, parseJsonWithComments } from './jsonWithComments.ts';
import { plain } from './markdown.ts';
import {
  type Fields,
  type Flaw,
  listOf,
  optional,
  readObject,
  type Reader,
  readText,
  type Report,
  reportUnknown,
} from './reading.ts';
import { type TemplateFile, type TemplateGrant, TEMPLATE_VERSION } from './templateFile.ts';
import type { Policy, Resources, ResourceValue } from './token.ts';

/** `valid`: it can be started from, though with `problems` some of it was left out. */
export type TemplateReading =
  | {
      readonly outcome: 'valid';
      readonly template: TemplateFile;
      readonly problems: readonly Flaw[];
    }
  | { readonly outcome: 'invalid'; readonly problems: readonly Flaw[] };

/** Reads the text of a template file; comments and commas too many are no flaw. */
export function readTemplateFile(text: string): TemplateReading {
  const json = parsed(text);
  if ('flaw' in json) return { outcome: 'invalid', problems: [json.flaw] };
  const problems: Flaw[] = [];
  const template = readFile(json.value, (path, message) => {
    problems.push({ path, message, line: json.placeOf(path).line });
    return null;
  });
  return template === null ? { outcome: 'invalid', problems } : { outcome: 'valid', template, problems };
}

function readFile(value: unknown, report: Report): TemplateFile | null {
  const fields = readObject(value, '', report);
  if (fields === null) return null;
  const { schemaVersion } = fields;
  if (typeof schemaVersion === 'number' && schemaVersion > TEMPLATE_VERSION)
    return report(
      'schemaVersion',
      l10n.t('This template was written by a newer version. Update the extension.'),
    );
  if (schemaVersion !== TEMPLATE_VERSION) report('schemaVersion', l10n.t('Expected {0}.', TEMPLATE_VERSION));
  reportUnknown(fields, FIELDS, '', report);
  const name = optional(fields['name'] ?? '', 'name', report, readText) ?? '';
  const description = optional(fields['description'], 'description', report, readText);
  const conditions =
    fields['condition'] === undefined ? {} : readConditions(fields['condition'], 'condition', report);
  const ttl = optional(fields['ttl'], 'ttl', report, readTtl);
  const grants = optional(fields['grants'], 'grants', report, listOf(readGrant)) ?? [];
  const carried = readPolicies(fields['policies'], report);
  if (carried === null || conditions === null) return null;
  if (grants.length + carried.length === 0)
    return report('grants', l10n.t('The template has no permissions that can be used.'));
  return {
    name,
    ...(description === undefined ? {} : { description }),
    grants,
    carried,
    ...conditions,
    ...(ttl === undefined ? {} : { ttl }),
  };
}

function parsed(text: string): JsonWithPlaces | { readonly flaw: Flaw } {
  try {
    return parseJsonWithComments(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { line, column } = error.place;
    const message = l10n.t('This is not JSON: something is wrong at line {0}, column {1}.', line, column);
    return { flaw: { path: '', message, line } };
  }
}

const FIELDS = ['$schema', 'schemaVersion', 'name', 'description', 'grants', 'policies', 'condition', 'ttl'];
const FIELDS_OF: Readonly<Record<Target['scope'], readonly string[]>> = {
  user: [],
  account: ['accounts'],
  zone: ['zones', 'zonesOf', 'except'],
  bucket: ['buckets', 'bucketsOf'],
};

const readGrant: Reader<TemplateGrant> = (value, path, report) => {
  const fields = readObject(value, path, report);
  if (fields === null) return null;
  const { scope } = fields;
  if (scope !== 'user' && scope !== 'account' && scope !== 'zone' && scope !== 'bucket')
    return report(`${path}.scope`, l10n.t('Expected “user”, “account”, “zone” or “bucket”.'));
  reportUnknown(fields, ['scope', 'permissions', ...FIELDS_OF[scope]], path, report);
  const permissions = listOf(readPermission)(fields['permissions'], `${path}.permissions`, report) ?? [];
  const target = readTarget(scope, fields, path, report);
  return permissions.length === 0 ? null : { permissions, target };
};

/** What is missing or wrong is left to choose, never taken for all. */
function readTarget(scope: Target['scope'], fields: Fields, path: string, report: Report): Target {
  const names = (name: string) => readChoice(fields[name], `${path}.${name}`, report, readNamed);
  switch (scope) {
    case 'user':
      return { scope };
    case 'account':
      return { scope, accounts: fields['accounts'] === 'all' ? 'all' : names('accounts') };
    case 'zone': {
      const except = readExceptions(fields['except'], `${path}.except`, report);
      if (except === null) return { scope, zones: { chosen: [] }, except: [] };
      if (fields['zones'] === 'all') return { scope, zones: 'all', except };
      return fields['zonesOf'] === undefined
        ? { scope, zones: { chosen: names('zones') }, except }
        : { scope, zones: { ofAccounts: names('zonesOf') }, except };
    }
    case 'bucket':
      return fields['bucketsOf'] === undefined
        ? { scope, buckets: { chosen: readChoice(fields['buckets'], `${path}.buckets`, report, readBucket) } }
        : { scope, buckets: { ofAccounts: names('bucketsOf') } };
  }
}

/** Without an exception that could not be read, the rest would reach too far: then there are none to go by. */
function readExceptions(value: unknown, path: string, report: Report): Named[] | null {
  if (value === undefined) return [];
  const except = listOf(readNamed)(value, path, report);
  return except?.length === (value as unknown[]).length ? except : null;
}

/** A list, or `choose` for an empty one. */
function readChoice<T>(value: unknown, path: string, report: Report, reader: Reader<T>): readonly T[] {
  return value === undefined || value === 'choose' ? [] : (listOf(reader)(value, path, report) ?? []);
}

const readPermission: Reader<TemplateGrant['permissions'][number]> = (value, path, report) => {
  const fields = readObject(value, path, report);
  const name = fields && readText(fields['name'], `${path}.name`, report);
  if (fields === null || name === null) return null;
  const id = optional(fields['id'], `${path}.id`, report, readId);
  return { name, ...(id === undefined ? {} : { id }) };
};

const readNamed: Reader<Named> = (value, path, report) => {
  const fields = readObject(value, path, report);
  const id = fields && readId(fields['id'], `${path}.id`, report);
  if (fields === null || id === null) return null;
  const name = optional(fields['name'], `${path}.name`, report, readText);
  return { id, ...(name === undefined ? {} : { name }) };
};

const readBucket: Reader<{ accountId: string; jurisdiction: string; name: string }> = (
  value,
  path,
  report,
) => {
  const fields = readObject(value, path, report);
  if (fields === null) return null;
  const accountId = readId(fields['accountId'], `${path}.accountId`, report);
  const jurisdiction = readText(fields['jurisdiction'] ?? 'default', `${path}.jurisdiction`, report);
  const name = readText(fields['name'], `${path}.name`, report);
  if (accountId === null || jurisdiction === null || name === null) return null;
  return { accountId, jurisdiction, name };
};

/** All policies or none: what is lost of them may be what forbids something. */
function readPolicies(value: unknown, report: Report): Policy[] | null {
  if (value === undefined) return [];
  const flawed: string[] = [];
  const policies = listOf(readPolicy)(value, 'policies', (path, message) => {
    flawed.push(path);
    return report(path, message);
  });
  return flawed.length === 0 ? policies : null;
}

const readPolicy: Reader<Policy> = (value, path, report) => {
  const fields = readObject(value, path, report);
  if (fields === null) return null;
  const effect = readText(fields['effect'], `${path}.effect`, report);
  const groups = listOf(readGroup)(fields['groups'], `${path}.groups`, report);
  const resources = readResources(fields['resources'], `${path}.resources`, report);
  const unknown = optional(fields['unknown'], `${path}.unknown`, report, readObject);
  if (effect === null || groups === null || resources === null) return null;
  return {
    effect,
    groups,
    resources,
    ...(unknown === undefined ? {} : { unknown }),
  };
};

const readResources: Reader<Resources> = (value, path, report) => {
  const fields = readObject(value, path, report);
  if (fields === null) return null;
  const entries = Object.entries(fields).flatMap(([key, inner]): [string, ResourceValue][] => {
    if (typeof inner === 'string') return [[key, inner]];
    const nested = readResources(inner, `${path}.${plain(key)}`, report);
    return nested === null ? [] : [[key, nested]];
  });
  return Object.fromEntries(entries);
};

const readGroup: Reader<Policy['groups'][number]> = (value, path, report) => {
  const fields = readObject(value, path, report);
  const id = fields && readText(fields['id'], `${path}.id`, report);
  if (fields === null || id === null) return null;
  const name = optional(fields['name'], `${path}.name`, report, readText);
  const unknown = optional(fields['unknown'], `${path}.unknown`, report, readObject);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(unknown === undefined ? {} : { unknown }),
  };
};

/**
 * Entries that are no addresses stay, to be put right in the wizard: a filter without them would let more through. So
 * would one without a list that cannot be read, and then there is none to go by.
 */
const readConditions: Reader<Pick<TemplateFile, 'condition' | 'otherConditions'>> = (value, path, report) => {
  const fields = readObject(value, path, report);
  if (fields === null) return null;
  reportUnknown(fields, ['allow', 'deny', 'other'], path, report);
  const allow = listOf(readAddress)(fields['allow'] ?? [], `${path}.allow`, report);
  const deny = listOf(readAddress)(fields['deny'] ?? [], `${path}.deny`, report);
  const other = readObject(fields['other'] ?? {}, `${path}.other`, report);
  if (allow === null || deny === null || other === null) return null;
  const lists = { ...(allow.length === 0 ? {} : { allow }), ...(deny.length === 0 ? {} : { deny }) };
  return {
    ...(Object.keys(lists).length === 0 ? {} : { condition: lists }),
    ...(Object.keys(other).length === 0 ? {} : { otherConditions: other }),
  };
};

const readAddress: Reader<string> = (value, path, report) => {
  const text = readText(value, path, report);
  if (text === null) return String(value);
  const cidr = parseCidr(text);
  if (cidr.outcome === 'invalid') report(path, cidr.problem);
  return text;
};

const readTtl: Reader<string> = (value, path, report) =>
  typeof value === 'string' && readDuration(value) !== undefined
    ? value
    : report(path, l10n.t('Expected a length of time such as “P30D” for 30 days or “PT1H” for an hour.'));

const readId: Reader<string> = (value, path, report) =>
  typeof value === 'string' && /^[0-9a-f]{32}$/i.test(value)
    ? value
    : report(path, l10n.t('Expected an id of 32 hexadecimal characters.'));
