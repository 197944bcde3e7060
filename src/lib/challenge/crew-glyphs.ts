// A shape for each crew role, so that nobody is told apart by colour alone (rule 76). Drawn by us on a
// grid of 24, in the order of `roles`.
export const glyphs: readonly string[] = [
  // Director: a megaphone.
  'M4 10v4l3 .6L9 20h3l-1.4-4.6L20 18V6L7 9.4zM20 10.5a2 2 0 0 1 0 3',
  // Cinematographer: a film camera.
  'M3 10h11v9H3zM14 13l7-3v9l-7-3M8 6a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0M15 6a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0',
  // Focus puller: rings of a lens.
  'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M12 3v4.5M21 12h-4.5M12 21v-4.5M3 12h4.5',
  // Camera operator: the corners of a finder.
  'M3 8V4h5M21 8V4h-5M3 16v4h5M21 16v4h-5M12 9v6M9 12h6',
  // Gaffer: a lamp on its stand.
  'M6 3h12l-2 8H8zM12 11v4M12 15l-6 6M12 15l6 6M12 15v6',
  // Key grip: a clamp.
  'M5 3h10v4H9v4H5zM5 13h4v4h6v4H5zM12 10v4M19 12h-7',
  // Sound recordist: a wave.
  'M3 12h2l2-5 3 12 3-16 3 13 2-4h3',
  // Boom operator: a microphone on a pole.
  'M3 21 14 10M13 4l7 7-3 3-7-7zM17 3l4 4',
  // Production designer: a set square.
  'M4 3v18h17zM8 12v5h5z',
  // Props master: a key.
  'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3M11.5 11.5 21 21M17 17l3-3M14 14l2.5-2.5',
  // Costume designer: a hanger.
  'M12 8.5V7.5a2.25 2.25 0 1 0-2.25-2.25M12 8.5 2.5 17.5h19z',
  // Make-up artist: a brush.
  'M20 3 11 12M13.5 9.5l3 3L20 3M11 12c2 1 3 3 1 6-1.5 2.5-5 3-8 3 2-2 1-4 2-6 1-2.5 3-3.5 5-3',
  // Script supervisor: a clipboard.
  'M5 4h14v17H5zM9 2h6v4H9zM8 11h8M8 15h5',
  // Editor: scissors.
  'M6 4a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M6 15a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M8 8l13 10M8 16 21 6',
  // Colourist: three overlapping lights.
  'M12 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 10a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M16 10a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11',
  // Prompt writer: a caret in a bubble.
  'M3 4h18v12h-9l-5 5v-5H3zM9 8l-2 2 2 2M12 13h5',
];
