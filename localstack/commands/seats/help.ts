export const HELP = `Usage: npm run seats -- --show ID --file seats.csv [--remove]

Gives a show with reserved seating the seats of a file, or takes them away, on the stack that npm
start runs. May be interrupted, and run again: what is done already is left as it is.

  --show ID    the show
  --file FILE  one seat a line, such as 1-A9, up to 20000 seats; a first line "seat" is a header.
               Each seat once, of 1 to 16 letters, digits and hyphens. All of it is checked before
               anything is sent.
  --remove     removes the seats that are free, and names those that are sold: they stay

Exit code 1 if the file or the show cannot be used, the API is out of reach, or with --remove a seat
is sold; 130 if it was interrupted.`;
