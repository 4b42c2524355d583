import type { Theme } from '../../shared/domain/settings';

/** Says to the style sheet which of the two looks to use. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
