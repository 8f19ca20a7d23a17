// The wizard's page: empty but for its style sheet and script, under a policy that lets nothing else in or out.

export interface PageParts {
  /** The source that VS Code serves the extension's own files from. */
  readonly cspSource: string;
  /** Fresh for every page. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The display language, e.g. `en`. */
  readonly language: string;
  readonly title: string;
}

// The toolkit hangs an empty <style> into the page and fills it through the CSSOM, which the policy does not concern.
// This is the hash of the empty text: nothing but an empty <style> gets past it.
const EMPTY_STYLE = `'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`;

/** Writes the page. Connections are forbidden: everything comes and goes through the host's messages. */
export function pageHtml({ cspSource, nonce, scriptUri, styleUri, language, title }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `style-src ${cspSource} ${EMPTY_STYLE}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `connect-src 'none'`,
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
    <link rel="stylesheet" href="${attribute(styleUri)}">
    <title>${attribute(title)}</title>
  </head>
  <body>
    <div id="wizard"></div>
    <script nonce="${nonce}" src="${attribute(scriptUri)}"></script>
  </body>
</html>
`;
}

function attribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
