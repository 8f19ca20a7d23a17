// Style sheets are imported for their effect: the bundler writes them to a file of their own.
declare module '*.css';
