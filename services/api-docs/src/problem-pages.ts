import { STATUS_CODES } from 'node:http';
import {
  explainProblems,
  PROBLEM_PAGES,
  type ProblemExplanation,
} from '@willcall/contracts/problem-guide';

type HtmlPage = { readonly path: `/${string}`; readonly html: string };

/** Lists a page for each problem code, and the page of all codes. */
export const listProblemPages = (): readonly HtmlPage[] => {
  const explanations = explainProblems();
  return [
    { path: PROBLEM_PAGES, html: renderList(explanations) },
    ...explanations.map((explanation): HtmlPage => {
      const { code } = explanation;
      return { path: `${PROBLEM_PAGES}/${code}`, html: renderExplanation(explanation) };
    }),
  ];
};

const renderList = (explanations: readonly ProblemExplanation[]): string =>
  renderPage(
    'Problem codes',
    `<p>Errors of the API are problem documents (RFC 9457). Switch on their <code>code</code>, and treat an unknown code like its status.
The <code>type</code> is the code in small letters, such as <code>urn:willcall:problem:sold-out</code>: a name, not an address.</p>
<table>
<tr><th>Status</th><th>Code</th><th>Sentence</th></tr>
${explanations
  .map(
    ({ code, status, title }) =>
      `<tr><td>${status}</td><td><a href="${PROBLEM_PAGES}/${code}"><code>${code}</code></a></td><td>${toHtml(title)}</td></tr>`,
  )
  .join('\n')}
</table>`,
  );

const renderExplanation = (explanation: ProblemExplanation): string => {
  const { code, status, title, when, advice, routes } = explanation;
  return renderPage(
    code,
    `<p class="sentence">${toHtml(title)}</p>
<dl>
<dt>Status</dt><dd>${formatStatus(status)}</dd>
<dt>Type</dt><dd><code>${explanation.example.type}</code></dd>
<dt>When it happens</dt><dd>${toHtml(when)}</dd>
<dt>What to do</dt><dd>${toHtml(advice)}</dd>
<dt>Which routes answer it</dt><dd>${renderRoutes(routes)}</dd>
<dt>Example</dt><dd><pre>${escapeHtml(renderExample(explanation))}</pre></dd>
</dl>
<p><a href="${PROBLEM_PAGES}">All problem codes</a></p>`,
  );
};

const formatStatus = (status: number): string => `${status} ${STATUS_CODES[status]}`;

const renderRoutes = (routes: ProblemExplanation['routes']): string =>
  routes.length === 0
    ? 'None of those in the description of the API.'
    : `<ul>${routes
        .map(
          ({ id, method, path }) =>
            `<li><code>${method} /v1${path}</code> (<code>${id}</code>)</li>`,
        )
        .join('')}</ul>`;

/** The answer as it is sent, without the headers that every answer has. */
const renderExample = ({ status, example }: ProblemExplanation): string =>
  [
    `HTTP/1.1 ${formatStatus(status)}`,
    'Content-Type: application/problem+json',
    ...(status === 503 ? ['Retry-After: 1'] : []),
    '',
    JSON.stringify(example, undefined, 2),
  ].join('\n');

const renderPage = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: willcall API</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/pages.css">
</head>
<body>
<nav><a href="/docs">willcall API</a></nav>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? character);

/** Writes text with code in backticks as HTML. */
const toHtml = (text: string): string =>
  escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
