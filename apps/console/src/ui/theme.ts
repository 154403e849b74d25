import { createTheme, Menu, type CSSVariablesResolver } from '@mantine/core';

// Contrast against the body (#12171f): text 0 to 3 at least 4.5:1, input borders (4) 3:1.
const dark = [
  '#e6ebf2',
  '#cfd7e3',
  '#aab5c5',
  '#909cae',
  '#6b7789',
  '#333d4b',
  '#1d2530',
  '#12171f',
  '#0d1117',
  '#080b10',
] as const;

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  autoContrast: true,
  luminanceThreshold: 0.36,
  colors: { dark },
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  // The placeholder that takes the focus of an opened menu is no item, and a menu may hold nothing else.
  components: {
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false, transitionProps: { duration: 0 } } }),
  },
  fontSizes: { xs: '0.78rem', sm: '0.86rem', md: '0.95rem', lg: '1.08rem', xl: '1.25rem' },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#545d69',
    '--mantine-color-placeholder': '#646d79',
    '--mantine-color-anchor': '#1257a8',
    '--mantine-color-default-border': '#848d99',
    '--mantine-color-error': '#b3261e',
    '--overread-line': '#d7dce3',
    '--overread-raised': '#f6f8fa',
    '--overread-selected': '#dbeafe',
    '--overread-good': '#186a3b',
    '--overread-warn': '#8a4b00',
    '--overread-bad': '#b3261e',
    '--overread-critical': '#8c1d8f',
    '--overread-accent': '#1257a8',
  },
  dark: {
    '--mantine-color-dimmed': '#aab5c5',
    '--mantine-color-placeholder': '#909cae',
    '--mantine-color-error': '#ff8a80',
    '--overread-line': '#2a3340',
    '--overread-raised': '#171e28',
    '--overread-selected': '#1d3350',
    '--overread-good': '#5fd38d',
    '--overread-warn': '#ffb454',
    '--overread-bad': '#ff8a80',
    '--overread-critical': '#f0a6ff',
    '--overread-accent': '#79b8ff',
  },
});
