/** Mounts the app. */
import './mantine-styles';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { createDashboard } from './frame/dashboard';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(createDashboard());
