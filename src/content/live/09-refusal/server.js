const tickets = new Set(['42']);

function verifyClient({ req }, done) {
  const { searchParams } = new URL(req.url, 'ws://localhost');
  const ticket = searchParams.get('ticket');
  const verified = tickets.delete(ticket);
  console.log('ticket', ticket, verified);
  done(verified, 401, 'No ticket');
}

const server = new WebSocketServer({ port: 8080, verifyClient });

server.on('connection', (socket, request) => {
  console.log('connection', request.url);
  socket.on('error', console.error);
});
