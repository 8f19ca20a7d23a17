// Puts failures into words for a person: what happened, why, and the one thing to do next.
import * as vscode from 'vscode';
import { ApiError } from './cloudflare/errors.ts';
import { TransportError } from './cloudflare/transport-error.ts';
import { VaultError } from './vault/vault.ts';
import { plain } from './tokens/markdown.ts';
import { UserIdUnknownError } from './tokens/policies.ts';

/** Was this a cancelled call, which is no failure and needs no words? */
export function isCancelled(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'AbortError');
}

/**
 * Why something failed and what to do about it, in one or two sentences. Never holds a secret: ApiError and
 * VaultError cannot, and of anything else only the name is told.
 */
export function explain(error: unknown): string {
  if (error instanceof ApiError) return explainApiError(error);
  if (error instanceof VaultError && !error.kept) {
    return vscode.l10n.t('{0} Unlock the system keyring, then try again.', error.message);
  }
  if (error instanceof UserIdUnknownError) return error.message;
  if (error instanceof VaultError) {
    return vscode.l10n.t(
      '{0} Unlock the system keyring, then store the secret again; until then it is kept in this window only.',
      error.message,
    );
  }
  return vscode.l10n.t(
    'An unexpected error occurred ({0}). The log has the details.',
    error instanceof Error ? error.name : typeof error,
  );
}

function explainApiError(error: ApiError): string {
  const said = error.said === undefined ? '' : plain(error.said);
  switch (error.kind) {
    case 'bad-shape':
      return vscode.l10n.t(
        'Cloudflare does not accept this as an API token. Check that the whole secret was copied.',
      );
    case 'invalid':
      return vscode.l10n.t(
        'Cloudflare does not accept the token: it was deleted, rolled, disabled or has expired. Connect again with a valid token.',
      );
    case 'wrong-kind':
      return vscode.l10n.t(
        'An account-owned token cannot do this for a user. Connect with a user-owned token.',
      );
    case 'ip-filter':
      return vscode.l10n.t(
        "The token's IP filter does not allow this computer's address ({0}). Add the address to the filter, or work from an allowed one.",
        said,
      );
    case 'missing-right':
      if (!error.endpoint.includes('/tokens')) {
        return vscode.l10n.t(
          "The connection's token lacks the permission for this ({0}). Give it the permission, or connect with a token that has it.",
          error.endpoint,
        );
      }
      return vscode.l10n.t(
        "The connection's token lacks the permission for this. Give it API Tokens Edit (for account tokens: Account API Tokens Edit), or connect with one that has it.",
      );
    case 'grant-refused':
      return error.group === undefined
        ? vscode.l10n.t(
            'You cannot give away a permission that you do not hold on these resources ({0}).',
            said,
          )
        : vscode.l10n.t(
            'You cannot give “{0}” on these resources, because you do not hold it there. Remove it, or choose other resources.',
            plain(error.group),
          );
    case 'quota':
      return vscode.l10n.t(
        'There is no room for another token ({0}). Delete a token that is no longer used.',
        said,
      );
    case 'not-found':
      return vscode.l10n.t('It no longer exists: somebody deleted it elsewhere.');
    case 'throttled':
      return error.retryAfter === undefined
        ? vscode.l10n.t('Cloudflare asks to slow down. Try again in a few minutes.')
        : vscode.l10n.t('Cloudflare asks to slow down. Try again in {0} seconds.', error.retryAfter);
    case 'rejected':
      return vscode.l10n.t('Cloudflare refused the request: {0}', said === '' ? error.message : said);
    case 'server':
      return vscode.l10n.t(
        'Cloudflare answered with an error (HTTP {0}). Try again later.',
        error.status ?? '?',
      );
    case 'network':
      if (error.cause instanceof TransportError && error.cause.kind === 'insecure') {
        return vscode.l10n.t(
          'The address of the API in the user settings cannot be used. {0} Change the setting “cloudflareTokens.apiBaseUrl”.',
          error.cause.message,
        );
      }
      if (error.cause instanceof TransportError && error.cause.kind === 'certificate') {
        return vscode.l10n.t(
          'The certificate of the connection to Cloudflare is not trusted. Where a company proxy inspects connections, turn on the setting “http.systemCertificates”.',
        );
      }
      return vscode.l10n.t(
        'Cloudflare could not be reached. Check the network connection and the proxy settings, then try again.',
      );
    case 'timeout':
      return vscode.l10n.t('Cloudflare did not answer in time. Try again.');
    case 'unexpected':
      return vscode.l10n.t(
        'Cloudflare’s answer to {0} was not understood (at {1}). Update the extension, or report this.',
        error.endpoint,
        error.at ?? '?',
      );
  }
}
