const server = new WebSocketServer({ port: 8080 });

server.on('connection', (socket, request) => {
  console.log('connection', request.url);
  socket.on('error', console.error);

  socket.on('message', (data, isBinary) => {
    console.log('message', data.toString(), isBinary);
    socket.send(data, { binary: isBinary });
  });

  socket.on('close', (code, reason) => {
    console.log('close', code, reason.toString());
  });
});
