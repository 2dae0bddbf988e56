import { render } from 'preact';
import { loadConfiguration, type PageConfiguration } from './api/configuration.ts';
import { openSession } from './api/session.ts';
import { App } from './app.tsx';
import { Failure } from './layout/failure.tsx';
import { language } from './text/language.ts';

const root = document.getElementById('page');
if (root === null) throw new Error('The page has no element to render into.');
document.documentElement.lang = language;

/** Shows the page once it knows its stage. */
async function start(into: HTMLElement): Promise<void> {
  let configuration: PageConfiguration;
  try {
    configuration = await loadConfiguration();
  } catch (error) {
    const again = () => void start(into);
    render(
      <main>
        <Failure error={error} retry={again} />
      </main>,
      into,
    );
    return;
  }
  connectEarly(configuration.flyersUrl);
  openSession(configuration);
  render(<App />, into);
}

/** Connects to where the flyers are while the shows are read, so that their pictures come sooner. */
function connectEarly(url: string): void {
  const link = document.createElement('link');
  link.rel = 'preconnect';
  link.href = url;
  document.head.append(link);
}

void start(root);
