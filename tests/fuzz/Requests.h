//
// Requests.h
//
// Servers whose request somebody else has parsed.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSFuzz_Requests_INCLUDED
#define WSFuzz_Requests_INCLUDED


#include "WS/ServerDriver.h"
#include <memory>
#include <utility>


namespace WS::Fuzz {


const Request& hybiRequest();
const Request& deflateRequest();
const Request& hixie75Request();
const Request& hixie76Request();
	/// Valid ones, each made once.


template <const Request& (*request)()>
std::unique_ptr<Driver> makeServer(Listener& listener, std::shared_ptr<const Options> options)
	/// For Subject::make.
{
	return std::make_unique<ServerDriver>(listener, request(), std::move(options));
}


} // namespace WS::Fuzz


#endif // WSFuzz_Requests_INCLUDED
