//
// Bench.h
//
// What the servers under measurement have in common.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Bench_INCLUDED
#define Bench_INCLUDED


#include <Poco/Exception.h>
#include <Poco/Net/HTTPServer.h>
#include <csignal>
#include <iostream>
#include <sys/resource.h>


namespace Bench {


constexpr int MAX_CONNECTIONS = 1000;


inline void listening(const Poco::Net::SocketAddress& address)
	/// What scripts/bench.sh waits for.
{
	std::cout << "listening on port " << address.port() << std::endl;
}


inline rlim_t raiseDescriptorLimit()
	/// As far as the system allows without asking; returns how far.
{
	rlimit files{};
	::getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	::setrlimit(RLIMIT_NOFILE, &files);
	::getrlimit(RLIMIT_NOFILE, &files);
	return files.rlim_cur;
}


inline int serve(Poco::Net::HTTPRequestHandlerFactory::Ptr factory)
	/// A free port of the loopback interface, with a thread for each connection, until SIGTERM.
{
	sigset_t signals;        // blocked in all threads, so that sigwait() gets them
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, nullptr);
	try
	{
		Poco::ThreadPool threads(2, MAX_CONNECTIONS);
		Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0), MAX_CONNECTIONS);
		Poco::Net::HTTPServerParams::Ptr params = new Poco::Net::HTTPServerParams;
		params->setMaxThreads(MAX_CONNECTIONS);
		params->setMaxQueued(MAX_CONNECTIONS);
		Poco::Net::HTTPServer server(factory, threads, socket, params);
		server.start();
		listening(socket.address());

		int signal = 0;
		sigwait(&signals, &signal);
		std::_Exit(0);        // handlers that block in a read would hold up an orderly end
	}
	catch (const Poco::Exception& exception)
	{
		std::cerr << exception.displayText() << std::endl;
		return 1;
	}
}


} // namespace Bench


#endif // Bench_INCLUDED
