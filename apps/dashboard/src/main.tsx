import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import './ui/ui.css';
import './shell/shell.css';

import { App } from './app';
import { loadTexts } from './i18n/i18n';
import { settings } from './ui/settings';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no element "root"');
const texts = await loadTexts(settings().language);
createRoot(root).render(<App initialTexts={texts} />);
