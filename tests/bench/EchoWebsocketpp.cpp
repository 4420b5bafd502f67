//
// EchoWebsocketpp.cpp
//
// The same echo server on websocketpp, with permessage-deflate: what WS::Deflate is measured against. websocketpp at its
// best: one thread and no locks, no logging, the message that came in is the one that goes out, TCP_NODELAY.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/extensions/permessage_deflate/enabled.hpp>
#include <websocketpp/logger/stub.hpp>
#include <websocketpp/server.hpp>
#include <exception>
#include <iostream>


namespace {


struct Config: websocketpp::config::asio
{
	using concurrency_type = websocketpp::concurrency::none;
	using alog_type = websocketpp::log::stub;
	using elog_type = websocketpp::log::stub;

	struct transport_config: websocketpp::config::asio::transport_config
	{
		using concurrency_type = Config::concurrency_type;
		using alog_type = Config::alog_type;
		using elog_type = Config::elog_type;
		static const bool enable_multithreading = false;
	};
	using transport_type = websocketpp::transport::asio::endpoint<transport_config>;

	struct permessage_deflate_config
	{
		using request_type = websocketpp::config::asio::request_type;
	};
	using permessage_deflate_type = websocketpp::extensions::permessage_deflate::enabled<permessage_deflate_config>;
};


using Server = websocketpp::server<Config>;


} // namespace


int main()
{
	try
	{
		Server server;
		server.init_asio();
		server.set_tcp_post_init_handler([&](websocketpp::connection_hdl connection) {
			server.get_con_from_hdl(connection)->get_raw_socket().set_option(boost::asio::ip::tcp::no_delay(true));
		});
		server.set_message_handler([&](websocketpp::connection_hdl connection, Server::message_ptr message) {
			message->set_compressed(true);
			server.send(connection, message);
		});
		server.listen(boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
		server.start_accept();
		boost::system::error_code error;
		std::cout << "listening on port " << server.get_local_endpoint(error).port() << std::endl;
		server.run();
		return 0;
	}
	catch (const std::exception& exception)
	{
		std::cerr << exception.what() << std::endl;
		return 1;
	}
}
