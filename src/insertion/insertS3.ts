// Inserts what S3 clients need to reach R2: the pair of keys that is made of a token and its secret, and the endpoint of
// the buckets that the token may reach. Source: developers.cloudflare.com/r2/api/tokens/.
import * as vscode from 'vscode';
import { readVariable } from '../dotenv/scan.ts';
import { plain } from '../tokens/markdown.ts';
import type { S3Endpoint } from '../tokens/r2.ts';
import { Secret } from '../tokens/secret.ts';
import { type Held, valueOf } from './held.ts';
import { chooseFile } from './chooseFile.ts';
import { mayWrite } from './mayWrite.ts';
import { insertionTitle, type NamedToken } from './namedToken.ts';
import { textOf } from './text.ts';
import { tellUntrusted } from './trust.ts';
import { type Assignment, writeAll } from './write.ts';

/** As the AWS SDKs and command line read them. Source: docs.aws.amazon.com/sdkref, environment variables. */
const NAMES = {
  id: 'AWS_ACCESS_KEY_ID',
  secret: 'AWS_SECRET_ACCESS_KEY',
  endpoint: 'AWS_ENDPOINT_URL_S3',
} as const;

/** Leads a person from a token to its S3 pair in an env file. Cancelling at any question changes nothing. */
export async function insertS3(name: string, held: Held, endpoints: readonly S3Endpoint[]): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    tellUntrusted();
    return;
  }
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Open a folder first: secrets are inserted into env files of the workspace.'),
    );
    return;
  }
  const token: NamedToken = { name, holds: 's3-secret' };
  const endpoint = await chooseEndpoint(insertionTitle(token), endpoints);
  if (endpoint === undefined) return;
  const uri = await chooseFile(token);
  if (uri === undefined) return;
  const assignments: Assignment[] = [
    { variable: NAMES.id, value: valueOf(held, 's3-id') },
    { variable: NAMES.secret, value: valueOf(held, 's3-secret') },
    { variable: NAMES.endpoint, value: new Secret(endpoint.url) },
  ];
  const names = assignments.map(({ variable }) => variable);
  if (!(await mayReplace(uri, names)) || !(await mayWrite(uri))) return;
  const file = vscode.workspace.asRelativePath(uri);
  const written = await writeAll(uri, assignments);
  if (written.outcome === 'failed') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The S3 keys could not be inserted into {0}. {1}', file, written.reason),
    );
    return;
  }
  const open = vscode.l10n.t('Open File');
  const sentences = [
    written.outcome === 'saved'
      ? vscode.l10n.t('Inserted {0} into {1}.', names.join(', '), file)
      : vscode.l10n.t(
          'Inserted {0} into {1}, which has other unsaved changes. Save it to make it count.',
          names.join(', '),
          file,
        ),
    vscode.l10n.t('Clients that ask for a region take “auto”.'),
    ...written.warnings.map(({ message }) => message),
  ];
  if ((await vscode.window.showInformationMessage(sentences.join(' '), open)) === open)
    await vscode.window.showTextDocument(uri);
}

/** Buckets of a jurisdiction have an endpoint of their own; the person says which ones are meant. */
async function chooseEndpoint(
  title: string,
  endpoints: readonly S3Endpoint[],
): Promise<S3Endpoint | undefined> {
  if (endpoints.length <= 1) return endpoints[0];
  const items = endpoints.map((endpoint) => ({
    label: endpoint.url,
    description:
      endpoint.jurisdiction === 'default'
        ? ''
        : vscode.l10n.t('buckets of the jurisdiction {0}', plain(endpoint.jurisdiction)),
    endpoint,
  }));
  const placeHolder = vscode.l10n.t('The endpoint of which buckets?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.endpoint;
}

async function mayReplace(uri: vscode.Uri, names: readonly string[]): Promise<boolean> {
  const text = await textOf(uri);
  const taken = names.filter((name) => (readVariable(text, name) ?? '') !== '');
  if (taken.length === 0) return true;
  const replace = vscode.l10n.t('Replace Values');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{0} already has values for {1}. Replace them?',
      vscode.workspace.asRelativePath(uri),
      taken.join(', '),
    ),
    { modal: true, detail: vscode.l10n.t('The change can be undone in the editor.') },
    replace,
  );
  return answer === replace;
}
