const server = new WebSocketServer({ port: 8080 });

server.on('listening', () => console.log('listening'));

server.on('connection', (socket, request) => {
  console.log('connection', request.url);
  socket.on('error', console.error);
});
