/** The Mantine theme: accent, typography and radius of `theme.css`. */
import { createTheme } from '@mantine/core';

export const theme = createTheme({
  fontFamily: "Inter, system-ui, 'DejaVu Sans', sans-serif",
  fontSizes: { xs: '11.5px', sm: '13px', md: '13px' },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  colors: {
    accent: [
      '#eef1fd',
      '#dce2fb',
      '#b9c5f7',
      '#a3b3ff',
      '#8ea2ff',
      '#5871dd',
      '#3450c8',
      '#2c44ab',
      '#24388e',
      '#1c2c71',
    ],
    // The neutral greys of theme.css, so that Mantine's own surfaces match ours.
    dark: [
      '#e8ebef',
      '#a3acb8',
      '#8d96a3',
      '#6d7682',
      '#2a3038',
      '#1c2129',
      '#181c22',
      '#111418',
      '#0d1013',
      '#090b0d',
    ],
  },
  defaultRadius: 6,
  autoContrast: true,
});
