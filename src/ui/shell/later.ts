/**
 * What is not needed for the first picture, and is fetched right after it: menus, panels, forms. One place, so that
 * what loads when can be read at a glance.
 */
import { lazy } from 'react';

const speedMenu = () => import('./speed-menu.tsx');
const viewMenu = () => import('./view-menu.tsx');
const details = () => import('../details/details.tsx');
const forms = () => import('../forms/forms.tsx');
const editor = () => import('../editor/editor-panel.tsx');

export const SpeedMenu = lazy(() => speedMenu().then((module) => ({ default: module.SpeedMenu })));
export const ViewMenu = lazy(() => viewMenu().then((module) => ({ default: module.ViewMenu })));
export const Details = lazy(() => details().then((module) => ({ default: module.Details })));
export const Forms = lazy(() => forms().then((module) => ({ default: module.Forms })));
export const EditorPanel = lazy(() => editor().then((module) => ({ default: module.EditorPanel })));

/** Fetches everything but the editor, so that the first click does not wait. */
export function fetchLater(): void {
  for (const load of [details, forms]) void load();
}

/** The editor is large: fetched when somebody is about to open it. */
export function fetchEditor(): void {
  void editor();
}
