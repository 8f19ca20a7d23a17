export default {
  fetch(request: Request): Response {
    const name = new URL(request.url).searchParams.get('name') ?? 'stranger';
    return new Response(`Hello, ${name}.\n`);
  },
};
