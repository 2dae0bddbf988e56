import { render } from 'preact';
import { App } from './app.tsx';
import { language } from './text/language.ts';

const root = document.getElementById('page');
if (root === null) throw new Error('The page has no element to render into.');
document.documentElement.lang = language;
render(<App />, root);
