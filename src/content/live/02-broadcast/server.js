const server = new WebSocketServer({ port: 8080 });

function broadcast(text, sender) {
  for (const client of server.clients) {
    if (client !== sender && client.readyState === WebSocket.OPEN) client.send(text);
  }
}

server.on('connection', (socket, request) => {
  const { searchParams } = new URL(request.url, 'ws://localhost');
  const name = searchParams.get('name');
  socket.on('error', console.error);

  socket.on('message', (data) => {
    console.log(`${name} >`, data.toString());
    broadcast(`${name}: ${data}`, socket);
  });
});
