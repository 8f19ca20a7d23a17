export default {
  async fetch(request: Request): Promise<Response> {
    const name = new URL(request.url).searchParams.get('name') ?? 'stranger';
    return new Response(`Hello, ${name}.\n`);
  },
};
